import { defineProblems } from '../../kernel/problem.ts'

export const brandProblems = defineProblems({
  picture_unreadable: {
    status: 422,
    title: {
      ru: 'Это не картинка, которую можно показать. Подойдут PNG, JPEG, WebP, AVIF, GIF и TIFF; SVG сохраните как PNG',
      en: 'This is not a picture that can be shown. PNG, JPEG, WebP, AVIF, GIF and TIFF are fine; save an SVG as PNG',
    },
  },
  picture_too_heavy: {
    status: 413,
    title: {
      ru: 'Картинка тяжелее {limitMib} МБ. Сохраните её поменьше: сайту хватит 2080 пикселей в ширину',
      en: 'The picture is larger than {limitMib} MB. Save a smaller one: the site needs 2080 pixels across at most',
    },
  },
  picture_too_many_pixels: {
    status: 422,
    title: {
      ru: 'В картинке {megapixels} мегапикселей, а можно не больше {limit}. Уменьшите её: сайту хватит 2080 пикселей в ширину',
      en: 'The picture has {megapixels} megapixels, {limit} is the most. Make it smaller: the site needs 2080 pixels across at most',
    },
  },
  pictures_busy: {
    status: 503,
    title: {
      ru: 'Сейчас обрабатывается слишком много картинок. Повторите через минуту',
      en: 'Too many pictures are being drawn right now. Try again in a minute',
    },
  },
  picture_too_small: {
    status: 422,
    title: {
      ru: 'Картинка мала: {width} × {height}. Нужно хотя бы {minWidth} × {minHeight} пикселей',
      en: 'The picture is small: {width} × {height}. At least {minWidth} × {minHeight} pixels are needed',
    },
  },
})
