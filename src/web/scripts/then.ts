/** A form that ends in a sentence: hides itself and shows what `data-then` names. */
for (const form of document.querySelectorAll<HTMLFormElement>('form[data-then]')) {
  form.addEventListener('sent', () => {
    form.hidden = true
    document.querySelector(form.dataset.then ?? '')?.removeAttribute('hidden')
  })
}
