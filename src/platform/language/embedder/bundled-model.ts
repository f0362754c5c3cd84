import { fileURLToPath } from 'node:url';
import { type Model, readModel } from './model-file.ts';

/** The model file that comes with the project. */
export const BUNDLED_MODEL = fileURLToPath(new URL('./michi-embedder.bin', import.meta.url));

let model: Model | undefined;

/** Read once: embedder and lexical search share it. @throws AppError as `readModel` does. */
export function bundledModel(): Model {
  model ??= readModel(BUNDLED_MODEL);
  return model;
}
