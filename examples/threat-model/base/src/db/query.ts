import pg from 'pg';

const pool = new pg.Pool();

export const query = (text: string, values: readonly unknown[]) => pool.query(text, [...values]);
