export const mail = {
  from: 'orders@shop.example',
  replyTo: 'help@shop.example',
};

export const payments = {
  provider: 'stripe',
  secretKey: '{{stripe-key}}',
  currency: 'eur',
};
