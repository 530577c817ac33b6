import { Router } from 'express';
import jwt from 'jsonwebtoken';
import { checkPassword, hashPassword } from '../auth.js';
import { pool } from '../db.js';

export const users = Router();

users.post('/', async (req, res) => {
  const hash = await hashPassword(String(req.body.password));
  await pool.query('INSERT INTO users (email, password_hash) VALUES ($1, $2)', [req.body.email, hash]);
  res.status(201).end();
});

users.post('/session', async (req, res) => {
  const { rows } = await pool.query('SELECT id, role, password_hash FROM users WHERE email = $1', [
    req.body.email,
  ]);
  const user = rows[0];
  if (!user || !(await checkPassword(String(req.body.password), user.password_hash))) {
    res.status(401).json({ error: 'The address or the password is wrong.' });
    return;
  }
  const key = process.env.SESSION_KEY ?? '';
  res.json({ token: jwt.sign({ userId: user.id, role: user.role }, key, { expiresIn: '1h' }) });
});
