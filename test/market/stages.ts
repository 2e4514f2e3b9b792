/** The stages of a fresh org. */
export const stages: Record<string, { probability: number; forecast: string }> = {
  Prospecting: { probability: 10, forecast: 'Pipeline' },
  Qualification: { probability: 10, forecast: 'Pipeline' },
  'Needs Analysis': { probability: 20, forecast: 'Pipeline' },
  'Value Proposition': { probability: 50, forecast: 'Pipeline' },
  'Id. Decision Makers': { probability: 60, forecast: 'Pipeline' },
  'Perception Analysis': { probability: 70, forecast: 'Pipeline' },
  'Proposal/Price Quote': { probability: 75, forecast: 'Pipeline' },
  'Negotiation/Review': { probability: 90, forecast: 'Pipeline' },
  'Closed Won': { probability: 100, forecast: 'Closed' },
  'Closed Lost': { probability: 0, forecast: 'Omitted' },
};

/** From the first step to the last before the deal is closed. */
export const path = Object.keys(stages).filter((stage) => !stage.startsWith('Closed'));
