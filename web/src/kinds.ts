// The kinds of places: which symbol and which family of shape and color. The words are in src/words.
// To add a kind: a line here, its symbol in build/icons.ts, `kind_…` in each file of src/words.

export const KINDS = [
  'CHILDRENS_CAFETERIA',
  'FOOD_PANTRY',
  'GATHERING_PLACE',
  'CONSULTATION_DESK',
  'LEARNING_SUPPORT',
  'CHILDCARE',
  'ELDERLY_CARE',
  'DISABILITY_SUPPORT',
  'MEDICAL',
  'PUBLIC_FACILITY',
  'EVACUATION_SITE',
  'OTHER',
] as const;
export type Kind = (typeof KINDS)[number];
/** One shape and one color each, so that families are told apart without color. */
export type Family = 'eat' | 'grow' | 'talk' | 'care' | 'public' | 'shelter' | 'other';

export const LOOK: Readonly<Record<Kind, { family: Family; icon: string }>> = {
  GATHERING_PLACE: { family: 'eat', icon: 'cup' },
  CHILDRENS_CAFETERIA: { family: 'eat', icon: 'bowl' },
  FOOD_PANTRY: { family: 'eat', icon: 'basket' },
  LEARNING_SUPPORT: { family: 'grow', icon: 'reading' },
  CHILDCARE: { family: 'grow', icon: 'pushchair' },
  CONSULTATION_DESK: { family: 'talk', icon: 'talk' },
  ELDERLY_CARE: { family: 'care', icon: 'stick' },
  DISABILITY_SUPPORT: { family: 'care', icon: 'hands' },
  MEDICAL: { family: 'care', icon: 'stethoscope' },
  PUBLIC_FACILITY: { family: 'public', icon: 'hall' },
  EVACUATION_SITE: { family: 'shelter', icon: 'running' },
  OTHER: { family: 'other', icon: 'dots' },
};

export function isKind(text: string): text is Kind {
  return (KINDS as readonly string[]).includes(text);
}

/** The kind that gives a place its symbol; a kind that this page does not know yet is drawn as other. */
export function symbolKind(kinds: readonly string[]): Kind {
  const first = kinds[0] ?? 'OTHER';
  return isKind(first) ? first : 'OTHER';
}
