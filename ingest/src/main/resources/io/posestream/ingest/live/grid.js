/** How many tiles stand side by side. */

const PICTURE_RATIO = 16 / 9;
const LEAST_TILE_PX = 220;
/** Where not all fit on the screen: a tile is about so wide, and one scrolls. */
const SCROLLED_TILE_PX = 380;

/** Lays the tiles out so that the pictures are as large as they can be with all of them on the screen. */
export function arrange(grid, footer) {
  const tile = grid.firstElementChild;
  if (!tile) {
    return;
  }
  const style = getComputedStyle(grid);
  const gap = parseFloat(style.columnGap);
  const width = grid.clientWidth - 2 * parseFloat(style.paddingLeft);
  const height = window.innerHeight - grid.offsetTop - footer.offsetHeight - parseFloat(style.paddingTop);
  const aroundPicture = tile.offsetHeight - tile.querySelector('.picture').offsetHeight;
  const {columns, pictureHeight} = best(grid.childElementCount, {width, height, gap, aroundPicture});
  grid.style.setProperty('--columns', columns);
  grid.style.setProperty('--picture-height', pictureHeight);
}

function best(tiles, {width, height, gap, aroundPicture}) {
  let found = null;
  for (let columns = 1; columns <= tiles; columns++) {
    const rows = Math.ceil(tiles / columns);
    const tileWidth = (width - (columns - 1) * gap) / columns;
    const room = (height - rows * gap) / rows - aroundPicture;
    const pictureWidth = Math.min(tileWidth, room * PICTURE_RATIO);
    if (pictureWidth >= Math.min(LEAST_TILE_PX, width) && (!found || pictureWidth > found.pictureWidth)) {
      found = {columns, pictureWidth, pictureHeight: `${Math.floor(room)}px`};
    }
  }
  return found ?? {columns: Math.max(1, Math.floor(width / SCROLLED_TILE_PX)), pictureHeight: 'none'};
}
