import { concernsAll } from '../../server/enrichment/interruption.ts';
import { answerEvents } from '../../server/inbox/answer-events.ts';
import { putBack } from '../../server/inbox/put-back.ts';
import { readEvent } from '../../server/inbox/read-event.ts';
import { reduceEvent } from '../../server/inbox/reduce-event.ts';
import { createTagger } from '../../server/mapping/diff/tags.ts';
import { isAppError } from '../../server/platform/errors.ts';
import { payloadOf } from './payloads.ts';
import type { Told } from './told.ts';
import { companyId, type World } from './world.ts';

/** One attempt to deliver an event. What fails stays on its way; what arrives may yet be delivered again. */
export async function deliver(world: World, event: Told, again: boolean): Promise<void> {
  const { flight, inbox, arrived, links, life, tell } = world;
  const deps = world.depsOf();
  const installation = world.installation();
  const mapping = await deps.getMapping(companyId);
  tell(`deliver ${event.id}, ${event.action} of ${event.record}${again ? ', once more' : ''}`);
  const parsed = readEvent(payloadOf(event, companyId));
  if (!parsed) throw new Error('an event was not understood');
  const found = links.get(event.record) ?? null;
  const link = found?.epoch === installation.epoch ? found : null;
  const tagger = createTagger(installation.tagKey);
  const receivedAt = life.clock.now();
  try {
    const reduced = reduceEvent(parsed, { installation, mapping, tagger, link, receivedAt });
    const key = { companyId, epoch: installation.epoch, orgId: event.record };
    if (reduced.overwritten.length > 0 && !arrived.has(event.id))
      await putBack(deps, { key, overwritten: reduced.overwritten });
    if (installation.epoch !== world.installation().epoch) return;
    if (!arrived.has(event.id)) inbox.push(reduced.event);
    arrived.add(event.id);
    const at = flight.indexOf(event);
    if (!again && at >= 0) flight.splice(at, 1);
    if (!world.pipedrive.rows.get(event.record)?.isDeleted) world.model.taken(event.record, event.order);
  } catch (error) {
    if (!life.isDead() && !isAppError(error)) throw error;
    tell(`  it is not taken: ${isAppError(error) ? error.code : 'the process died'}`);
  }
}

/** The worker answers the events of each record that has any; what it cannot answer now it keeps. */
export async function answerAll(world: World): Promise<void> {
  const { inbox, life, tell, model, pipedrive } = world;
  const deps = world.depsOf();
  for (const orgId of new Set(inbox.map(({ recordId }) => recordId))) {
    const events = inbox.filter(({ recordId }) => recordId === orgId);
    const key = { companyId, epoch: world.installation().epoch, orgId };
    tell(`answer ${events.map(({ eventId }) => eventId).join(' ')} of ${orgId}`);
    const looksBefore = pipedrive.counts.looks;
    try {
      const { outcome, code } = await answerEvents(deps, { key, events });
      life.check();
      tell(`  ${outcome} ${code ?? ''}`);
      const orders = events.map(({ eventId }) => Number(eventId.split('-')[1]));
      const says = outcome === 'unknown' || outcome === 'written' || outcome === 'gone' ? outcome : 'other';
      world.looks.answered(orgId, {
        ...{ orders, says, now: life.now() },
        looks: pipedrive.counts.looks - looksBefore,
      });
      model.told(orgId, Math.max(...orders));
      const left = inbox.filter((event) => !events.includes(event));
      inbox.splice(0, inbox.length, ...left);
    } catch (error) {
      if (!life.isDead() && !isAppError(error) && !concernsAll(error)) throw error;
      tell(`  kept: ${isAppError(error) ? error.code : 'the process died'}`);
      if (life.isDead()) return;
    }
  }
}
