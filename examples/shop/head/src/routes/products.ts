import { Router } from 'express';
import { pool } from '../db.js';
import { productPage } from '../views/product.js';

export const products = Router();

products.get('/', async (req, res) => {
  const category = String(req.query.category ?? 'all');
  const sql = 'SELECT id, name, price FROM products WHERE category = $1';
  const { rows } = await pool.query(sql, [category]);
  res.json(rows);
});

products.get('/search', async (req, res) => {
  const term = String(req.query.q ?? '');
  const { rows } = await pool.query('SELECT id, name FROM products WHERE name ILIKE $1', [`%${term}%`]);
  if (rows.length === 0) {
    res.status(404).send(`<p>Nothing found for <b>${term}</b>.</p>`);
    return;
  }
  res.json(rows);
});

products.get('/:id', async (req, res) => {
  const { rows } = await pool.query('SELECT id, name, price FROM products WHERE id = $1', [req.params.id]);
  if (rows[0]) res.send(productPage(rows[0]));
  else res.status(404).send('There is no such product.');
});
