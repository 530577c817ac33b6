import type { Probot } from 'probot';
import { type JobQueue, senderTo } from '../queue.js';

/**
 * Turns webhooks about new repositories of an installation into jobs that greet them. After all reviews in the queue, and
 * no faster than an installation may create content (`pace.ts`).
 */
export function listenToInstallations(probot: Pick<Probot, 'on'>, queue: JobQueue): void {
  const send = senderTo(queue);
  const greetAll = async (
    delivery: string,
    installationId: number,
    repositories: readonly { readonly full_name: string }[],
  ): Promise<void> => {
    for (const { full_name } of repositories) {
      const [owner, repo] = full_name.split('/');
      if (owner && repo)
        await send({ installationId, owner, repo, onboarding: true }, { delivery, urgency: 'swept' });
    }
  };
  probot.on('installation.created', ({ id, payload }) =>
    greetAll(id, payload.installation.id, payload.repositories ?? []),
  );
  probot.on('installation_repositories.added', ({ id, payload }) =>
    greetAll(id, payload.installation.id, payload.repositories_added),
  );
}
