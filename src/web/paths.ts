/** Of pages that are about nobody's repository. */
export const paths = {
  home: '/accounts',
  signIn: '/sign-in',
  callback: '/sign-in/callback',
  signOut: '/sign-out',
} as const;
