import { Router } from 'express';
import type { Session } from '../auth.js';
import { findOrder, findOrders, pool } from '../db.js';

export const orders = Router();

orders.get('/', async (req, res) => {
  const session = res.locals.session as Session;
  res.json(await findOrders(session.userId));
});

orders.get('/search', async (req, res) => {
  const { term, sort } = req.query;
  let where = `user_id = ${Number(res.locals.session.userId)}`;
  if (term) {
    where += ` AND note ILIKE '%${term}%'`;
  }
  let sql = `SELECT id, total, note FROM orders WHERE ${where}`;
  if (sort === 'total') {
    sql += ' ORDER BY total DESC';
  }
  const { rows } = await pool.query(sql);
  res.json(rows);
});

orders.get('/:id', async (req, res) => {
  const session = res.locals.session as Session;
  const order = await findOrder(session.userId, Number(req.params.id));
  if (order) res.json(order);
  else res.status(404).json({ error: 'There is no such order.' });
});
