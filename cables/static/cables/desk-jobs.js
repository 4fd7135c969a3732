/* Keeps the page of a job up to date while the job runs. */
"use strict";
{
  const PAUSE = 1500;
  const job = document.getElementById("job");
  const put = (id, text) => {
    const place = document.getElementById(id);
    if (place && place.textContent !== text) {
      place.textContent = text;
    }
  };
  const look = async () => {
    let answer;
    try {
      const response = await fetch(job.dataset.progress, { headers: { Accept: "application/json" } });
      answer = response.ok && !response.redirected ? await response.json() : null;
    } catch {
      answer = null;
    }
    if (!answer) {
      put("job-status", "No answer. Trying again.");
      window.setTimeout(look, 4 * PAUSE);
      return;
    }
    const bar = document.getElementById("job-bar");
    if (bar) {
      bar.max = answer.total || 1;
      bar.value = answer.ended;
    }
    put("job-standing", answer.standing);
    put("job-sentence", answer.sentence);
    if (answer.is_open) {
      window.setTimeout(look, PAUSE);
    } else {
      put("job-status", `${answer.standing}: ${answer.sentence}`);
      window.location.reload();
    }
  };
  if (job?.dataset.progress) {
    window.setTimeout(look, PAUSE);
  }
}
