import express from 'express';
import { query } from '../db/query.js';

export const payments = express.Router();

payments.get('/payments', async (req, res) => {
  res.json(await query(`SELECT * FROM payments WHERE buyer = '${req.query.buyer}'`));
});

payments.get('/payments/done', (req, res) => {
  res.redirect(String(req.query.next));
});
