/** A form that ends on another page: the one that `data-open` names. */
for (const form of document.querySelectorAll<HTMLFormElement>('form[data-open]')) {
  form.addEventListener('sent', () => location.assign(form.dataset.open ?? '/app'))
}
