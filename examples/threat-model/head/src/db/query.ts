import pg from 'pg';

const pool = new pg.Pool();

export const query = (text: string) => pool.query(text);
