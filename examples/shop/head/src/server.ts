import express from 'express';
import { requireUser } from './auth.js';
import { invoices } from './routes/invoices.js';
import { orders } from './routes/orders.js';
import { products } from './routes/products.js';
import { users } from './routes/users.js';

const app = express();

app.disable('x-powered-by');
app.use(express.json({ limit: '100kb' }));
app.use('/products', products);
app.use('/users', users);
app.use('/orders', requireUser, orders);
app.use('/invoices', requireUser, invoices);

app.listen(Number(process.env.PORT ?? 3000));
