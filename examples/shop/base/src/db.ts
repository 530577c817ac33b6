import pg from 'pg';

export const pool = new pg.Pool({
  connectionString: process.env.DATABASE_URL,
  max: 10,
});

export interface Order {
  id: number;
  userId: number;
  total: number;
  placedAt: Date;
}

export async function findOrders(userId: number): Promise<Order[]> {
  const { rows } = await pool.query<Order>(
    'SELECT id, user_id AS "userId", total, placed_at AS "placedAt" FROM orders WHERE user_id = $1 ORDER BY placed_at',
    [userId],
  );
  return rows;
}

export async function findOrder(userId: number, id: number): Promise<Order | undefined> {
  const { rows } = await pool.query<Order>(
    'SELECT id, user_id AS "userId", total, placed_at AS "placedAt" FROM orders WHERE user_id = $1 AND id = $2',
    [userId, id],
  );
  return rows[0];
}
