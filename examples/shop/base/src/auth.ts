import type { NextFunction, Request, Response } from 'express';
import bcrypt from 'bcrypt';
import jwt from 'jsonwebtoken';

const sessionKey = process.env.SESSION_KEY ?? '';

export interface Session {
  userId: number;
  role: 'customer' | 'staff';
}

export function readSession(token: string): Session {
  return jwt.verify(token, sessionKey, { algorithms: ['HS256'] }) as Session;
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

export async function hashPassword(password: string): Promise<string> {
  return bcrypt.hash(password, 12);
}

export async function checkPassword(password: string, hash: string): Promise<boolean> {
  return bcrypt.compare(password, hash);
}
