import type { Connection } from 'mongoose';
import type { UnitShape } from '../../domain/unit-shapes';
import type { MapSource, UnitShapeStore } from './unit-shape-store';

interface Row extends MapSource {
  readonly _id: string;
  readonly geometry: UnitShape['geometry'];
}

const durable = { writeConcern: { w: 'majority', j: true } } as const;

/** Outlines of units: one document each, by the unit's code. */
export function createUnitShapes(connection: Connection): UnitShapeStore {
  const rows = connection.collection<Row>('unitShapes');
  return {
    async list(unitCodes) {
      const found = await rows.find({ _id: { $in: [...unitCodes] } }).toArray();
      return found.map(({ _id, ...row }) => ({ unitCode: _id, ...row }));
    },
    async save(shapes, source) {
      if (shapes.length === 0) return;
      await rows.bulkWrite(
        shapes.map(({ unitCode, geometry }) => ({
          replaceOne: { filter: { _id: unitCode }, replacement: { geometry, ...source }, upsert: true },
        })),
        durable,
      );
    },
    async remove(unitCodes) {
      return (await rows.deleteMany({ _id: { $in: [...unitCodes] } }, durable)).deletedCount;
    },
  };
}
