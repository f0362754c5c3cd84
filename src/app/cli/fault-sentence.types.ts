import type { AppError } from '../../platform/errors/app-error.ts';
import type { Locale } from '../../platform/i18n/locale.ts';

export type FaultDetail = AppError['detail'];

/** What an operator reads about one code of `AppError`, made of its detail. */
export type FaultSentence = Readonly<Record<Locale, (detail: FaultDetail) => string>>;
