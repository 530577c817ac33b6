import { headerOf, markHeaders, markType, sendsMarkedHtml } from './answer.js';
import type { Framework } from './framework.js';

const routes =
  '{get,post,put,patch,delete,head,options,all,route,addHook,setNotFoundHandler,setErrorHandler}';

/** Fastify. Its request is read like Express's; text that it sends is plain unless the reply says that it is HTML. */
export const fastify: Framework = {
  name: 'Fastify',
  roots: ['fastify'],
  aliases: {
    'fastify()': 'fastify.Instance()',
    'fastify.{fastify,Fastify}()': 'fastify.Instance()',
    'fastify.FastifyInstance()': 'fastify.Instance()',
    'fastify.Instance().{withTypeProvider,after,register}()': 'fastify.Instance()',
    'fastify.{FastifyRequest,Request}()': 'express.Request()',
    'fastify.FastifyReply()': 'fastify.Reply()',
    'fastify.Reply().raw': 'express.Response()',
    'fastify.Reply().request': 'express.Request()',
  },
  fluent: ['fastify.Reply()'],
  marks: [
    { at: ['fastify.Reply().type'], property: '#type', value: (site) => markType(site, 0) },
    {
      at: ['fastify.Reply().{header,headers}'],
      property: '#type',
      value: (site) => (headerOf(site) === 'content-type' ? markType(site, 1) : markHeaders(site, 0)),
    },
  ],
  sinks: [
    { at: ['fastify.Reply().send'], kind: 'html', argument: 0, when: sendsMarkedHtml },
    { at: ['fastify.Reply().redirect'], kind: 'redirect' },
    {
      at: ['fastify.Reply().header'],
      kind: 'redirect',
      argument: 1,
      when: (site) => headerOf(site) === 'location',
    },
    { at: ['fastify.Reply().header'], kind: 'header', argument: 0 },
    { at: ['fastify.Reply().{view,viewAsync}'], kind: 'template', argument: 0 },
  ],
  callbacks: [
    { at: [`fastify.Instance().${routes}`], parameters: ['express.Request()', 'fastify.Reply()'] },
    {
      at: ['fastify.Instance().setErrorHandler'],
      parameters: [undefined, 'express.Request()', 'fastify.Reply()'],
    },
    { at: ['fastify.Instance().register'], parameters: ['fastify.Instance()'] },
  ],
  parameters: [
    { names: [/^fastify$/], parameters: ['fastify.Instance()'], doubt: 0 },
    {
      names: [/^_?req(?:uest)?$/, /^_?(?:reply|rep)$/],
      parameters: ['express.Request()', 'fastify.Reply()'],
      doubt: 1,
    },
  ],
};
