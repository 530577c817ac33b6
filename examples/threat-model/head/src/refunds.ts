import express from 'express';
import { refund } from './payments/refund.js';

export const refunds = express.Router();

refunds.post('/refunds', async (req, res) => {
  res.json(await refund(String(req.body.order)));
});
