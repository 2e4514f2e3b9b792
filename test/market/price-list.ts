/** What the made-up vendor sells. */
import { stamp } from './calendar.ts';
import type { Tables } from './tables.ts';

export interface Product {
  id: string;
  entryId: string;
  name: string;
  family: string;
  price: number;
}

/** A family and its products with their list prices. */
export type PriceList = readonly (readonly [family: string, products: readonly (readonly [string, number])[]])[];

export const usualPriceList: PriceList = [
  [
    'Storage',
    [
      ['Vault 100', 18_000],
      ['Vault 500', 64_000],
    ],
  ],
  [
    'Network',
    [
      ['Strand Switch', 4_200],
      ['Strand Core', 31_000],
    ],
  ],
  [
    'Security',
    [
      ['Ward Gateway', 9_500],
      ['Ward Cloud', 14_000],
    ],
  ],
  [
    'Compute',
    [
      ['Forge Node', 12_500],
      ['Forge Rack', 88_000],
    ],
  ],
  [
    'Backup',
    [
      ['Keep Server', 6_800],
      ['Keep Cloud', 11_200],
    ],
  ],
  [
    'Services',
    [
      ['Care Plus', 5_400],
      ['Launch', 22_000],
    ],
  ],
];

/** Adds the products and their entries in the standard price book. */
export function foundPriceList(list: PriceList, tables: Tables, began: number, pricebookId: string): Product[] {
  return list.flatMap(([family, products]) =>
    products.map(([name, price]) => {
      const code = name.replaceAll(' ', '-').toUpperCase();
      const id = tables.add('Product2', {
        Name: name,
        ProductCode: code,
        Family: family,
        IsActive: true,
        CreatedDate: stamp(began),
      });
      const entryId = tables.add('PricebookEntry', {
        Name: name,
        ProductCode: code,
        Pricebook2Id: pricebookId,
        Product2Id: id,
        UnitPrice: price,
        IsActive: true,
        UseStandardPrice: false,
      });
      return { id, entryId, name, family, price };
    }),
  );
}
