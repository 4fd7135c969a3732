"""
Work that takes longer than an editor waits.

``start`` writes a job and hands it to the queue; a worker (``manage.py work``) runs the
function that ``handles`` its kind. A worker may die at any moment: the job is then given
to another, which goes on where the last commit was. So a handler does each step in one
transaction together with the note that it is done, and tells ``run.beat()`` as it goes.
"""
