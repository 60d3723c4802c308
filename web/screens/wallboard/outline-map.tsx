import 'maplibre-gl/dist/maplibre-gl.css';
import { useComputedColorScheme } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { MapLibreMap, setWorkerUrl, type GeoJSONSource, type StyleSpecification } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import { useEffect, useRef, useState } from 'react';
import type { Wallboard } from '../../api/operations.gen';
import { useWords } from '../../app/language';
import { useNames } from '../../parts/names';
import { boundsOf, labelPointOf, type Outline } from './outlines';
import { standingOf, type Standing } from './sla-mark';
import styles from './wallboard.module.css';
import { wallboardWords } from './words';

// From this host: the page's policy lets no worker in from anywhere else, a blob included.
setWorkerUrl(workerUrl);

/** The same shapes as the marks of the legend: what the colour says, the sign says too. */
const signs: Readonly<Record<Standing, string>> = { none: '', ok: '●', warning: '▲', breached: '■' };

/** The wall's map: the operator's outlines, drawn here, without tiles, letters or anything else from elsewhere. */
export function OutlineMap(props: {
  readonly outlines: readonly Outline[];
  readonly sources: readonly string[];
  readonly board: Wallboard;
}) {
  const { outlines, sources, board } = props;
  const { map: words } = useWords(wallboardWords);
  const names = useNames();
  const navigate = useNavigate();
  const theme = useComputedColorScheme('light', { getInitialValueInEffect: false });
  const holder = useRef<HTMLDivElement>(null);
  const [map, setMap] = useState<MapLibreMap | null>(null);
  const [pointed, setPointed] = useState<string | null>(null);
  const [isUnable, setUnable] = useState(false);

  useEffect(() => {
    const container = holder.current;
    const bounds = boundsOf(outlines);
    if (!container || !bounds) return;
    let made: MapLibreMap;
    try {
      made = new MapLibreMap({
        container,
        style: styleOf(outlines),
        bounds,
        fitBoundsOptions: { padding: 12 },
        attributionControl: false,
        dragRotate: false,
        pitchWithRotate: false,
        // A page is scrolled over it; who wants to look closer holds Ctrl, or two fingers.
        cooperativeGestures: true,
        fadeDuration: 0,
      });
    } catch {
      // A screen without WebGL.
      setUnable(true);
      return;
    }
    made.on('load', () => {
      setMap(made);
    });
    const codeAt = (event: { readonly features?: readonly { readonly properties: unknown }[] }) =>
      (event.features?.[0]?.properties as { code?: string } | undefined)?.code ?? null;
    made.on('click', 'fill', (event) => {
      const code = codeAt(event);
      if (code !== null) void navigate({ to: `/board/unit/${code}` });
    });
    made.on('mousemove', 'fill', (event) => {
      made.getCanvas().style.cursor = 'pointer';
      setPointed(codeAt(event));
    });
    made.on('mouseleave', 'fill', () => {
      made.getCanvas().style.cursor = '';
      setPointed(null);
    });
    return () => {
      setMap(null);
      made.remove();
    };
  }, [outlines, theme, navigate]);

  useEffect(() => {
    if (!map) return;
    const figures = new Map(board.units.map((unit) => [unit.code, unit]));
    for (const { properties } of outlines) {
      const standing = standingOf(figures.get(properties.code));
      map.setFeatureState({ source: 'outlines', id: properties.code }, { standing });
    }
    void map.getSource<GeoJSONSource>('figures')?.setData({
      type: 'FeatureCollection',
      features: outlines.flatMap((outline) => {
        const found = figures.get(outline.properties.code);
        if (!found || found.open === 0) return [];
        const text = `${signs[standingOf(found)]} ${String(found.open)}`;
        const point = { type: 'Point' as const, coordinates: labelPointOf(outline) };
        return [{ type: 'Feature' as const, properties: { text, weight: -found.open }, geometry: point }];
      }),
    });
  }, [map, board, outlines]);

  const unit = board.units.find(({ code }) => code === pointed);
  return (
    <>
      <div
        ref={holder}
        className={styles.outlines}
        role="img"
        aria-label={words.drawn}
        data-map={map ? 'drawn' : 'coming'}
      />
      {isUnable && <p className={styles.quiet}>{words.unable}</p>}
      <p className={styles.quiet} aria-live="off">
        {pointed === null
          ? [words.hint, ...sources.map(words.source)].join(' ')
          : `${names.unit(pointed)}: ${words.tile(unit?.open ?? 0, unit?.breached ?? 0)}`}
      </p>
    </>
  );
}

const colour = (name: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(`--truc-${name}`).trim();

/** Colours of the page's own theme; they are read when the map is made, and it is made anew for another theme. */
function styleOf(outlines: readonly Outline[]): StyleSpecification {
  const byStanding = (suffix: string, none: string): string[] => [
    ...['breached', 'warning', 'ok'].flatMap((standing) => [standing, colour(`${standing}${suffix}`)]),
    none,
  ];
  const standing = ['coalesce', ['feature-state', 'standing'], 'none'];
  const isCommune = ['==', ['get', 'tier'], 'commune'];
  const communes = outlines.some(({ properties }) => properties.tier === 'commune');
  return {
    version: 8,
    sources: {
      outlines: {
        type: 'geojson',
        promoteId: 'code',
        data: { type: 'FeatureCollection', features: outlines as never },
      },
      figures: { type: 'geojson', data: { type: 'FeatureCollection', features: [] } },
    },
    layers: [
      { id: 'ground', type: 'background', paint: { 'background-color': colour('card') } },
      {
        id: 'fill',
        type: 'fill',
        source: 'outlines',
        ...(communes && { filter: isCommune as never }),
        paint: {
          'fill-color': ['match', standing, ...byStanding('-ground', colour('quiet-ground'))] as never,
        },
      },
      {
        id: 'edges',
        type: 'line',
        source: 'outlines',
        ...(communes && { filter: isCommune as never }),
        paint: {
          'line-color': ['match', standing, ...byStanding('', colour('quiet'))] as never,
          'line-width': ['match', standing, 'breached', 2.5, 'warning', 1.5, 0.75] as never,
        },
      },
      {
        id: 'districts',
        type: 'line',
        source: 'outlines',
        filter: ['==', ['get', 'tier'], 'district'],
        paint: { 'line-color': colour('quiet'), 'line-width': 2 },
      },
      {
        id: 'figures',
        type: 'symbol',
        source: 'figures',
        layout: {
          'text-field': ['get', 'text'],
          'text-size': 15,
          'text-font': ['Be Vietnam Pro', 'sans-serif'],
          'symbol-sort-key': ['get', 'weight'],
          'text-padding': 1,
        },
        paint: {
          'text-color': getComputedStyle(document.body).color,
          'text-halo-color': colour('card'),
          'text-halo-width': 1.5,
        },
      },
    ],
  };
}
