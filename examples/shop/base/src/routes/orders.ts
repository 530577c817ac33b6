import { Router } from 'express';
import type { Session } from '../auth.js';
import { findOrder, findOrders } from '../db.js';

export const orders = Router();

orders.get('/', async (req, res) => {
  const session = res.locals.session as Session;
  res.json(await findOrders(session.userId));
});

orders.get('/:id', async (req, res) => {
  const session = res.locals.session as Session;
  const order = await findOrder(session.userId, Number(req.params.id));
  if (order) res.json(order);
  else res.status(404).json({ error: 'There is no such order.' });
});
