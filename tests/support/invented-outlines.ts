import { binhDuong2021 } from '../../src/import/admin-units';

/**
 * Outlines that nobody has surveyed: every commune a crooked square beside the others of its district, districts in
 * rows of three. Real boundaries are the operator's to bring, and no third party's lie here.
 */
export function inventedOutlines(): string {
  const units = binhDuong2021();
  const districts = units.filter(({ tier }) => tier === 'district');
  const features = districts.flatMap((district, index) => {
    const [west, south] = [106.4 + (index % 3) * 0.2, 11.3 - Math.floor(index / 3) * 0.2];
    return units
      .filter(({ parentCode }) => parentCode === district.code)
      .map(({ code, name }, n) => ({
        type: 'Feature',
        properties: { MA_XA: Number(code), TEN_XA: name },
        geometry: {
          type: 'Polygon',
          coordinates: [ringAt(west + (n % 4) * 0.04, south - Math.floor(n / 4) * 0.04)],
        },
      }));
  });
  return JSON.stringify({ type: 'FeatureCollection', features });
}

const corner = (lng: number, lat: number): [number, number] => [
  lng + 0.006 * Math.sin(lng * 911 + lat * 613),
  lat + 0.006 * Math.cos(lng * 727 + lat * 419),
];
const ringAt = (lng: number, lat: number): [number, number][] => {
  const side = 0.04;
  const corners = [
    corner(lng, lat),
    corner(lng + side, lat),
    corner(lng + side, lat - side),
    corner(lng, lat - side),
  ];
  return [...corners, ...corners.slice(0, 1)];
};
