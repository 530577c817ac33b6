/** A repository that a person may see. */
export interface VisibleRepository {
  /** GitHub's number of it. */
  readonly id: number;
  /** `owner/name` as GitHub spells it now. */
  readonly name: string;
}

/** An account that the App is installed on, and a person has to do with. */
export interface VisibleAccount {
  readonly login: string;
  readonly installationId: number;
}

/** How people sign in with GitHub, and what each may see there by their own token. All may reject with a status of 401 where the token no longer counts. */
export interface Viewers {
  /** Where a person is sent to sign in. `challenge` is of PKCE, S256. */
  signInAddress(flow: {
    readonly redirect: string;
    readonly state: string;
    readonly challenge: string;
  }): string;
  /** Undefined where GitHub does not take the code. */
  exchange(flow: {
    readonly code: string;
    readonly verifier: string;
    readonly redirect: string;
  }): Promise<{ readonly token: string; readonly seconds: number | undefined } | undefined>;
  findLogin(token: string): Promise<string>;
  /** Undefined where this person may not see it, or where there is none. */
  findRepository(token: string, owner: string, name: string): Promise<VisibleRepository | undefined>;
  listAccounts(token: string): Promise<readonly VisibleAccount[]>;
  listRepositories(token: string, installationId: number): Promise<readonly VisibleRepository[]>;
  /** The token is good for nothing afterwards. */
  revoke(token: string): Promise<void>;
}
