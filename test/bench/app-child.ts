import { main } from '../../server/main.ts';

/** The app in a process of its own, so that its memory can be measured. It ends when the bench does. */
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
process.exit(await main({ environment: process.env }));
