/** Notices in the language of who gets them. */
import type { Notice } from '../domain/conflict/notices.ts';
import { cut } from './written-values.ts';

/** A case as it is told of. */
export interface ToldCase {
  /** Its number, such as CC-000042. */
  name: string;
  deal: string;
  partner: string;
  /** How long it may wait for its decision. */
  hours: number;
}

type Words = Record<Notice, (told: ToldCase) => { title: string; body: string }>;

const languages: Record<string, Words> = {
  en: {
    opened: ({ name, deal, partner, hours }) => ({
      title: `New channel conflict ${name}`,
      body: `${deal}, partner ${partner}. Please look at the evidence and decide within ${hours} hours.`,
    }),
    overdue: ({ name, deal, partner, hours }) => ({
      title: `Channel conflict ${name} waits for your decision`,
      body: `${deal}, partner ${partner}. The ${hours} hours for a decision are over.`,
    }),
  },
  fr: {
    opened: ({ name, deal, partner, hours }) => ({
      title: `Nouveau conflit de canal ${name}`,
      body: `${deal}, partenaire ${partner}. Veuillez examiner les éléments et décider sous ${hours} heures.`,
    }),
    overdue: ({ name, deal, partner, hours }) => ({
      title: `Le conflit de canal ${name} attend votre décision`,
      body: `${deal}, partenaire ${partner}. Le délai de décision de ${hours} heures est écoulé.`,
    }),
  },
  de: {
    opened: ({ name, deal, partner, hours }) => ({
      title: `Neuer Kanalkonflikt ${name}`,
      body: `${deal}, Partner ${partner}. Bitte prüfen Sie die Belege und entscheiden Sie innerhalb von ${hours} Stunden.`,
    }),
    overdue: ({ name, deal, partner, hours }) => ({
      title: `Kanalkonflikt ${name} wartet auf Ihre Entscheidung`,
      body: `${deal}, Partner ${partner}. Die ${hours} Stunden für eine Entscheidung sind um.`,
    }),
  },
  es: {
    opened: ({ name, deal, partner, hours }) => ({
      title: `Nuevo conflicto de canal ${name}`,
      body: `${deal}, socio ${partner}. Revise las pruebas y decida en un plazo de ${hours} horas.`,
    }),
    overdue: ({ name, deal, partner, hours }) => ({
      title: `El conflicto de canal ${name} espera su decisión`,
      body: `${deal}, socio ${partner}. El plazo de ${hours} horas para decidir ha vencido.`,
    }),
  },
};

/** What a salesperson is told when he is asked for his account of a case. */
const asked: Record<string, (deal: string) => { title: string; body: string }> = {
  en: (deal) => ({
    title: `Your view on ${deal}`,
    body: 'Your channel manager has a question about this deal and would like to hear from you before anything is decided.',
  }),
  fr: (deal) => ({
    title: `Votre avis sur ${deal}`,
    body: 'Votre responsable partenaires a une question sur cette affaire et souhaite vous entendre avant toute décision.',
  }),
  de: (deal) => ({
    title: `Ihre Sicht auf ${deal}`,
    body: 'Ihr Channel-Manager hat eine Frage zu diesem Geschäft und möchte Sie hören, bevor etwas entschieden wird.',
  }),
  es: (deal) => ({
    title: `Su opinión sobre ${deal}`,
    body: 'Su responsable de canal tiene una pregunta sobre esta operación y desea escucharle antes de decidir nada.',
  }),
};

/** Lengths that the org allows. */
const longestTitle = 250;
const longestBody = 750;

/** The language in which a user is told: his own where there are words for it, else English. */
export function languageOf(localeKey: string): string {
  const [language = ''] = localeKey.split('_');
  return language in languages ? language : 'en';
}

/** @param language as `languageOf` gives it */
export function askedText(deal: string, language: string): { title: string; body: string } {
  const { title, body } = asked[language]!(deal);
  return { title: cut(title, longestTitle)!, body };
}

/** @param language as `languageOf` gives it */
export function noticeText(notice: Notice, told: ToldCase, language: string): { title: string; body: string } {
  const { title, body } = languages[language]![notice](told);
  return { title: cut(title, longestTitle)!, body: cut(body, longestBody)! };
}
