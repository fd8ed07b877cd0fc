/* One function for each table of lesson.lua. Each begins by naming the keys it knows, so that a misspelt key
 * is caught where it stands and not silently ignored.
 */
#include "lesson/manifest.h"

#include <stdlib.h>
#include <string.h>

#include "lesson/fields.h"

#define TEMPO_DEFAULT 300000 /* microseconds */
#define STEPS_MOST    50
#define CHOICES_MOST  6

static bool read_choice(struct fields *fields, const struct config *table, struct prediction_choice *choice)
{
	static const char *const keys[] = {"text", "right", "because", NULL};
	const struct config *text, *right, *because;

	if (!field_table(fields, table, "a choice", "{text = {en = \"...\"}, because = {en = \"...\"}}",
			 false, keys))
		return false;
	text = config_field(table, "text");
	right = config_field(table, "right");
	because = config_field(table, "because");
	if (!text)
		return field_wrong(fields, table,
				   "this choice has no text; add text = {en = \"...\", zh = \"...\"}");
	if (right && !field_expect(fields, right, CONFIG_BOOLEAN, "right", "right = true"))
		return false;
	choice->right = right && right->as.boolean;
	return field_text(fields, text, "the text of a choice", &choice->text) &&
	       (!because || field_text(fields, because, "because", &choice->because));
}

static bool read_prediction(struct fields *fields, const struct config *table, struct lesson_step *step)
{
	static const char *const keys[] = {"question", NULL};
	size_t count, right = 0;
	const struct config *question;

	if (!field_table(fields, table, "predict", "predict = {question = {...}, {text = {...}}, ...}", true,
			 keys))
		return false;
	count = table->as.table.items;
	question = config_field(table, "question");
	if (!question)
		return field_wrong(fields, table,
				   "predict asks nothing; add question = {en = \"...\", zh = \"...\"}");
	if (count < 2 || count > CHOICES_MOST)
		return field_wrong(fields, table, "a prediction has 2 to %d choices, this one has %zu; %s",
				   CHOICES_MOST, count, count < 2 ? "add some" : "drop some");
	step->prediction = calloc(1, sizeof *step->prediction);
	if (!step->prediction)
		return complain_memory(fields->complaint);
	step->prediction->choices = calloc(count, sizeof *step->prediction->choices);
	if (!step->prediction->choices)
		return complain_memory(fields->complaint);
	step->prediction->count = count;
	for (size_t i = 0; i < count; i++) {
		if (!read_choice(fields, config_item(table, i + 1), &step->prediction->choices[i]))
			return false;
		right += step->prediction->choices[i].right;
	}
	if (right != 1)
		return field_wrong(fields, table,
				   "%zu choices are marked right; mark exactly one with right = true", right);
	return field_text(fields, question, "question", &step->prediction->question);
}

static bool read_step(struct fields *fields, const struct config *table, struct lesson_step *step)
{
	static const char *const keys[] = {"id", "task", "goal", "predict", "knobs", NULL};
	static const char *const tasks[] = {
		[TASK_READ] = "read",	[TASK_PREDICT] = "predict", [TASK_RUN] = "run",
		[TASK_BREAK] = "break", [TASK_FIX] = "fix",	    NULL,
	};
	const struct config *task, *goal, *predict;
	int chosen = TASK_READ;

	if (!field_table(fields, table, "a step", "{id = \"look\", task = \"run\"}", false, keys) ||
	    !field_id(fields, table, "this step", &step->id))
		return false;
	task = config_field(table, "task");
	goal = config_field(table, "goal");
	predict = config_field(table, "predict");
	if (task && (chosen = field_choose(fields, task, "task", tasks)) < 0)
		return false;
	step->task = (enum task)chosen;
	if (step->task == TASK_PREDICT && !predict)
		return field_wrong(fields, table,
				   "a step with task = \"predict\" has nothing to predict; add predict = "
				   "{question = ...}");
	return (!goal || field_text(fields, goal, "goal", &step->goal)) &&
	       (!predict || read_prediction(fields, predict, step)) &&
	       field_knobs(fields, table, &step->knobs, &step->knob_count);
}

static bool read_steps(struct fields *fields, const struct config *root, struct lesson *lesson,
		       unsigned **lines)
{
	static const char *const none[] = {NULL};
	const struct config *table = config_field(root, "steps");
	size_t count;

	if (!table)
		return field_wrong(fields, root,
				   "a lesson has no steps; add steps = {{id = \"look\", task = \"run\"}}");
	if (!field_expect(fields, table, CONFIG_TABLE, "steps", "steps = {{id = \"look\", task = \"run\"}}"))
		return false;
	count = table->as.table.items;
	if (count == 0 || count > STEPS_MOST)
		return field_wrong(
			fields, table,
			"a lesson has 1 to %d steps, this one has %zu; write steps = {{id = \"look\"}, ...}",
			STEPS_MOST, count);
	if (!field_table(fields, table, "steps", "", true, none))
		return false;
	lesson->steps = calloc(count, sizeof *lesson->steps);
	*lines = calloc(count, sizeof **lines);
	if (!lesson->steps || !*lines)
		return complain_memory(fields->complaint);
	for (size_t i = 0; i < count; i++) {
		const struct config *item = config_item(table, i + 1);

		(*lines)[i] = item->line;
		lesson->step_count++;
		if (!read_step(fields, item, &lesson->steps[i]))
			return false;
		for (size_t j = 0; j < i; j++)
			if (strcmp(lesson->steps[i].id, lesson->steps[j].id) == 0)
				return field_wrong(fields, item,
						   "a second step with the id \"%.60s\"; rename it",
						   lesson->steps[i].id);
	}
	return true;
}

/* false, or the name of a failure. */
static bool read_failure(struct fields *fields, const struct config *value, struct lesson_claim *claim)
{
	static const char *const failures[] = {"deadlock", "assert", "error", "livelock", NULL};
	int chosen;

	if (value->kind == CONFIG_BOOLEAN && !value->as.boolean)
		return true;
	if (value->kind == CONFIG_BOOLEAN)
		return field_wrong(
			fields, value,
			"fails = true does not say how; write fails = \"deadlock\", or fails = false");
	chosen = field_choose(fields, value, "fails", failures);
	claim->fails = (enum claimed_failure)(FAILS_DEADLOCK + chosen);
	return chosen >= 0;
}

static bool read_claim(struct fields *fields, const struct config *root, const char *name, bool free_runs,
		       struct lesson_claim *claim)
{
	static const char *const program_keys[] = {"fails", "within", "knobs", NULL};
	static const char *const free_keys[] = {"fails", "runs", "knobs", NULL};
	static const char *const frequencies[] = {"never", "seldom", "often", "always", NULL};
	const struct config *table = config_field(root, name), *fails;
	int frequency;

	if (!table)
		return true;
	if (!field_table(fields, table, name, "{fails = false}", false, free_runs ? free_keys : program_keys))
		return false;
	fails = config_field(table, "fails");
	if (!fails)
		return field_wrong(fields, table, "%s claims nothing; add fails = %s", name,
				   free_runs ? "\"never\"" : "false");
	claim->made = true;
	claim->runs = 1000;
	if (!field_number(fields, table, "within", 1, 1000000, &claim->within) ||
	    !field_number(fields, table, "runs", 1, 1000000, &claim->runs) ||
	    !field_knobs(fields, table, &claim->knobs, &claim->knob_count))
		return false;
	if (!free_runs)
		return read_failure(fields, fails, claim);
	frequency = field_choose(fields, fails, "fails", frequencies);
	claim->frequency = (enum frequency)frequency;
	return frequency >= 0;
}

static bool read_tempo(struct fields *fields, const struct config *root, struct lesson *lesson)
{
	const struct config *value = config_field(root, "tempo");
	double seconds;

	lesson->tempo = TEMPO_DEFAULT;
	if (!value)
		return true;
	if (value->kind != CONFIG_INTEGER &&
	    !field_expect(fields, value, CONFIG_NUMBER, "tempo", "tempo = 0.3"))
		return false;
	seconds = value->kind == CONFIG_INTEGER ? (double)value->as.integer : value->as.number;
	if (!(seconds >= 0.001 && seconds <= 10))
		return field_wrong(
			fields, value,
			"tempo is the seconds an operation is held, 0.001 to 10; write tempo = 0.3");
	lesson->tempo = (int64_t)(seconds * 1e6 + 0.5);
	return true;
}

static bool read_root(struct fields *fields, const struct config *root, struct lesson *lesson,
		      unsigned **lines)
{
	static const char *const keys[] = {"id",       "title",	   "summary", "tempo", "steps",
					   "scenario", "solution", "free",    NULL};
	const struct config *title, *summary;

	if (!field_table(fields, root, "a lesson", "return {id = ...}", false, keys) ||
	    !field_id(fields, root, "this lesson", &lesson->id))
		return false;
	title = config_field(root, "title");
	summary = config_field(root, "summary");
	if (!title)
		return field_wrong(fields, root,
				   "this lesson has no title; add title = {en = \"...\", zh = \"...\"}");
	return field_text(fields, title, "title", &lesson->title) &&
	       (!summary || field_text(fields, summary, "summary", &lesson->summary)) &&
	       read_tempo(fields, root, lesson) && read_steps(fields, root, lesson, lines) &&
	       read_claim(fields, root, "scenario", false, &lesson->claims[CLAIM_SCENARIO]) &&
	       read_claim(fields, root, "solution", false, &lesson->claims[CLAIM_SOLUTION]) &&
	       read_claim(fields, root, "free", true, &lesson->claims[CLAIM_FREE]);
}

bool manifest_read(struct lesson *lesson, unsigned **lines, const struct source *source, const char *lang,
		   struct complaint *complaint)
{
	struct fields fields = {.name = source->name, .lang = lang, .complaint = complaint};
	struct config *root;
	char message[512];
	bool good;
	int error = config_read(&root, source->name, source->bytes, source->length, message, sizeof message);

	*lines = NULL;
	if (error)
		return complain(complaint, error, "%s", message);
	good = read_root(&fields, root, lesson, lines);
	config_free(root);
	return good;
}
