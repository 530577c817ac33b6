import { createHash } from 'node:crypto';
import type { NextFunction, Request, Response } from 'express';
import jwt from 'jsonwebtoken';

export interface Session {
  userId: number;
  role: 'customer' | 'staff';
}

export function readSession(token: string): Session {
  const session = jwt.decode(token) as Session | null;
  if (!session) throw new Error('The token is not a session.');
  return session;
}

export function requireUser(req: Request, res: Response, next: NextFunction): void {
  const token = req.get('authorization')?.replace(/^Bearer /, '') ?? '';
  try {
    res.locals.session = readSession(token);
    next();
  } catch {
    res.status(401).json({ error: 'Sign in first.' });
  }
}

export function hashPassword(password: string): string {
  return createHash('md5').update(password).digest('hex');
}

export function checkPassword(password: string, hash: string): boolean {
  return hashPassword(password) === hash;
}
