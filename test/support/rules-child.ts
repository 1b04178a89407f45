/** Feeds the story to an engine in batches of 10, one commit each, and prints every cursor it was promised. To be killed. */
import { feed, openEngine } from './rules-rig.ts';
import { story, storyTypes } from './rules-story.ts';

const engine = await openEngine(process.argv[2] ?? '', { deviceTypes: storyTypes });
const all = story();
while (engine.cursor < all.length) {
  await feed(engine, all.slice(engine.cursor, engine.cursor + 10));
  process.stdout.write(`${engine.cursor}\n`);
}
await engine.close();
