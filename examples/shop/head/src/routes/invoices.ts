import { exec } from 'node:child_process';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { Router } from 'express';
import type { Session } from '../auth.js';
import { findOrder } from '../db.js';

const run = promisify(exec);
const archive = '/var/lib/shop/invoices';

export const invoices = Router();

invoices.get('/archive', async (req, res) => {
  const name = String(req.query.name);
  const file = path.join(archive, name);
  res.type('pdf').send(await readFile(file));
});

invoices.get('/:id', async (req, res) => {
  const session = res.locals.session as Session;
  const order = await findOrder(session.userId, Number(req.params.id));
  if (!order) {
    res.status(404).json({ error: 'There is no such order.' });
    return;
  }
  const folder = await mkdtemp(path.join(tmpdir(), 'invoice-'));
  const source = path.join(folder, 'invoice.html');
  const target = path.join(folder, 'invoice.pdf');
  await writeFile(source, `<h1>Invoice ${order.id}</h1><p>Total: ${order.total}</p>`);
  const paper = req.query.paper ?? 'A4';
  const command = `wkhtmltopdf --page-size ${paper} ${source} ${target}`;
  await run(command);
  res.type('pdf').sendFile(target);
});
