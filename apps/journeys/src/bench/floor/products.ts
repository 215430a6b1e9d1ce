import type { AddJobRequest } from '@evenkeel/contracts-admin';
import type { JsonObject } from '@evenkeel/domain';

/** As many as APIs give where nothing is asked for. */
export const PAGE_SIZE = 100;

/** A product as a vendor's catalogue gives it: about 900 bytes of JSON. */
export function product(nth: number): JsonObject {
  const at = new Date(Date.UTC(2026, 0, 1) + nth * 61_000).toISOString();
  return {
    id: `prod_${String(nth).padStart(8, '0')}`,
    sku: `SKU-${(nth * 7919) % 1_000_003}`,
    name: ` Folding table no. ${nth} `,
    status: nth % 17 === 0 ? 'discontinued' : 'active',
    price: { amount: String((nth % 5000) / 100 + 1), currency: nth % 3 === 0 ? 'EUR' : 'USD', taxed: true },
    vendor: {
      id: nth % 911,
      name: `Vendor ${nth % 911}`,
      country: 'NL',
      contact: { email: `v${nth % 911}@example.test` },
    },
    stock: { quantity: (nth * 31) % 400, warehouse: `W${nth % 12}`, reserved: nth % 9 },
    dimensions: { width: 60 + (nth % 40), depth: 40 + (nth % 25), height: 72.5, unit: 'cm', weight: 8.25 },
    tags: ['furniture', 'folding', `series-${nth % 50}`],
    description: `A table for ${2 + (nth % 6)} people. ${'It folds flat, stands firm and needs no tools. '.repeat(5)}`,
    images: [{ url: `https://cdn.example.test/products/${nth}/front.jpg`, alt: 'front' }],
    createdAt: at,
    updatedAt: at,
  };
}

/** The answers of a listing of so many products by cursor, as JSON text; the cursor is the number of the page. */
export function productPages(records: number): string[] {
  const pages = Math.ceil(records / PAGE_SIZE);
  return Array.from({ length: pages }, (_, page) => {
    const first = page * PAGE_SIZE;
    const data = Array.from({ length: Math.min(PAGE_SIZE, records - first) }, (_, nth) =>
      product(first + nth),
    );
    return JSON.stringify({ data, next_cursor: page + 1 < pages ? String(page + 1) : null });
  });
}

/** What is kept of a product, as a job of a user says it. */
export const PRODUCT_MAPPING: NonNullable<AddJobRequest['mapping']> = [
  { source: 'id', target: 'id' },
  { source: 'sku', target: 'sku' },
  { source: 'name', target: 'name', transforms: [{ name: 'trim' }] },
  { source: 'status', target: 'status' },
  { source: 'price.amount', target: 'price', transforms: [{ name: 'cast', to: 'number' }] },
  { source: 'price.currency', target: 'currency' },
  { source: 'vendor.name', target: 'vendor.name' },
  { source: 'vendor.country', target: 'vendor.country' },
  { source: 'vendor.contact.email', target: 'vendor.email' },
  { source: 'stock.quantity', target: 'quantity' },
  { source: 'stock.warehouse', target: 'warehouse' },
  { source: 'dimensions.width', target: 'width' },
  { source: 'tags', target: 'tags' },
  { source: 'description', target: 'description' },
  { source: 'updatedAt', target: 'updatedAt' },
];
