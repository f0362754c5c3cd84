import { createKeyRing } from '../../src/platform/secrets/key-ring.ts';
import { createSealedJson } from '../../src/platform/secrets/sealed-json.ts';

/** For what a test stores and reads itself. */
export const testSealed = createSealedJson(createKeyRing([{ id: 'test', bytes: Buffer.alloc(32, 9) }]));
