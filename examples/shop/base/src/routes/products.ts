import { Router } from 'express';
import { pool } from '../db.js';
import { productPage } from '../views/product.js';

export const products = Router();

products.get('/', async (req, res) => {
  const category = String(req.query.category ?? 'all');
  const sql = `SELECT id, name, price FROM products WHERE category = '${category}'`;
  const { rows } = await pool.query(sql);
  res.json(rows);
});

products.get('/:id', async (req, res) => {
  const { rows } = await pool.query('SELECT id, name, price FROM products WHERE id = $1', [req.params.id]);
  if (rows[0]) res.send(productPage(rows[0]));
  else res.status(404).send('There is no such product.');
});
