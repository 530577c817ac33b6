import type { CallSite } from '../flow/call-site.js';
import { constantText } from '../flow/value.js';
import type { Framework } from './framework.js';

/** Events that a socket tells of itself. */
const own =
  /^(?:connect|connection|disconnect|disconnecting|error|close|end|open|drain|newListener|upgrade|ping|pong|ready)$/;

/** Messages: Socket.IO, WebSockets, queues. */
export const sockets: Framework = {
  name: 'Sockets and queues',
  roots: [
    'socket.io',
    'ws',
    'sockjs',
    'uWebSockets.js',
    'faye',
    'kafkajs',
    'amqplib',
    'mqtt',
    'bull',
    'bullmq',
    'nats',
    '@aws-sdk/client-sqs',
  ],
  aliases: {
    'socket.io()': 'socket.io.Server()',
    'socket.io.{Server,listen}()': 'socket.io.Server()',
    'socket.io.Server().{of,in,to}()': 'socket.io.Server()',
    'socket.io.Server().sockets': 'socket.io.Server()',
    'socket.io.Socket().{to,in,broadcast}': 'socket.io.Emitter()',
    'ws.{Server,WebSocketServer,WebSocket.Server}()': 'ws.Server()',
    'ws.{WebSocket}()': 'ws.Socket()',
    'sockjs.createServer()': 'ws.Server()',
    'amqplib.connect().{createChannel,createConfirmChannel}()': 'amqplib.Channel()',
    'kafkajs.Kafka().consumer()': 'kafkajs.Consumer()',
  },
  sources: [
    {
      at: ['socket.io.Message()', 'ws.Message()', 'ws.MessageEvent().data', 'amqplib.Message().content'],
      kind: 'message',
    },
    {
      at: ['kafkajs.Payload().message.{value,key,headers}', 'mqtt.Message()', 'bull.Job().data'],
      kind: 'message',
    },
    { at: ['socket.io.Socket().handshake.{query,headers,auth}'], kind: 'request' },
  ],
  callbacks: [
    {
      at: ['socket.io.Server().{on,once}'],
      parameters: ['socket.io.Socket()'],
      when: (site) => /^connect/.test(eventOf(site)),
    },
    {
      at: ['socket.io.Socket().{on,once}'],
      parameters: ['socket.io.Message()', 'socket.io.Message()', 'socket.io.Message()'],
      when: (site) => !own.test(eventOf(site)),
    },
    {
      at: ['ws.Server().on'],
      parameters: ['ws.Socket()', 'express.Request()'],
      when: (site) => eventOf(site) === 'connection',
    },
    {
      at: ['ws.Socket().on'],
      parameters: ['ws.Message()'],
      when: (site) => /^(?:message|data)$/.test(eventOf(site)),
    },
    {
      at: ['ws.Socket().addEventListener'],
      parameters: ['ws.MessageEvent()'],
      when: (site) => eventOf(site) === 'message',
    },
    { at: ['amqplib.Channel().consume'], parameters: ['amqplib.Message()'] },
    { at: ['kafkajs.Consumer().run'], parameters: ['kafkajs.Payload()'] },
    {
      at: ['mqtt.connect().on'],
      parameters: [undefined, 'mqtt.Message()'],
      when: (site) => eventOf(site) === 'message',
    },
    {
      at: ['{bull,bullmq}.{Queue,Worker}().process', 'bull().process', 'bullmq.Worker'],
      parameters: ['bull.Job()'],
    },
  ],
  parameters: [
    { names: [/^socket$/], parameters: ['socket.io.Socket()'], doubt: 1 },
    { names: [/^ws$/], parameters: ['ws.Socket()'], doubt: 1 },
    { names: [/^io$/], parameters: ['socket.io.Server()'], doubt: 1 },
  ],
};

function eventOf(site: CallSite): string {
  return constantText(site.arguments[0]) ?? '';
}
