/* Scenes for tests of the screen: five philosophers in a ring, told with events.h, and a lesson. */
#ifndef TESTS_UNIT_SCENES_H
#define TESTS_UNIT_SCENES_H

#include <stdlib.h>

#include "tui/layout.h"
#include "tui/tr.h"
#include "unit/events.h"

struct stage {
	struct scene scene;
	struct world *world;
	struct verdict verdict;
	struct timeline timeline;
	struct history history;
	struct kernel kernel;
	int8_t choices[4];
};

static const char stage_source[] =
	"local mp = require \"multiprocessing\"\n"
	"local sandbox = require \"sandbox\"\n"
	"\n"
	"local n = sandbox.knob(\"philosophers\", 5, {min = 2, max = 12})\n"
	"local forks = {}\n"
	"for i = 0, n - 1 do\n"
	"  forks[i] = mp.Lock{name = \"fork\" .. i}\n"
	"end\n"
	"\n"
	"local function philosopher(left, right)\n"
	"  while true do\n"
	"    mp.sleep(0.3)            -- think 思考\n"
	"    left:acquire()           -- owns left\n"
	"    right:acquire()          -- blocked here\n"
	"    mp.sleep(0.2)            -- eat\n"
	"    right:release()\n"
	"    left:release()\n"
	"  end\n"
	"end\n";

static struct prose_span stage_en_span = {STYLE_PLAIN,
					  (char *)"Every philosopher took the left fork, then waited for the "
						  "right one. Select P3, press x to kill it. Who runs next?"};
static struct prose_span stage_zh_span = {STYLE_PLAIN, (char *)"每位哲学家都拿起了左边的叉子，然后等右边那一把。选中 P3，"
					  "按 x 杀死它。接下来谁能运行？"};
static struct prose_block stage_en_block = {
	.kind = PROSE_PARAGRAPH, .spans = &stage_en_span, .span_count = 1};
static struct prose_block stage_zh_block = {
	.kind = PROSE_PARAGRAPH, .spans = &stage_zh_span, .span_count = 1};
static struct prediction_choice stage_en_choices[] = {
	{(char *)"P2", true, (char *)"It waits for the fork that P3 held."},
	{(char *)"P4", false, NULL},
	{(char *)"nobody", false, NULL},
};
static struct prediction_choice stage_zh_choices[] = {
	{(char *)"P2", true, (char *)"它在等 P3 拿着的叉子。"},
	{(char *)"P4", false, NULL},
	{(char *)"谁也不能", false, NULL},
};
static struct prediction stage_en_prediction = {(char *)"who eats first after P3 is killed?",
						stage_en_choices, 3};
static struct prediction stage_zh_prediction = {(char *)"杀死 P3 之后，谁先吃上？", stage_zh_choices, 3};
static struct lesson_step stage_en_step = {
	.id = (char *)"why",
	.title = (char *)"Why did everybody stop?",
	.goal = (char *)"make it deadlock",
	.task = TASK_BREAK,
	.blocks = &stage_en_block,
	.block_count = 1,
	.prediction = &stage_en_prediction,
};
static struct lesson_step stage_zh_step = {
	.id = (char *)"why", .title = (char *)"为什么大家都停了？", .goal = (char *)"让它死锁", .task = TASK_BREAK,
	.blocks = &stage_zh_block, .block_count = 1, .prediction = &stage_zh_prediction,
};
static struct lesson stage_en = {
	.id = (char *)"deadlock", .title = (char *)"Deadlock: dining philosophers", .number = 14,
	.scenario_path = (char *)"lessons/14-deadlock/philosophers.lua", .source = (char *)stage_source,
	.source_length = sizeof stage_source - 1, .tempo = 250000, .steps = &stage_en_step, .step_count = 1,
};
static struct lesson stage_zh = {
	.id = (char *)"deadlock", .title = (char *)"死锁：哲学家就餐", .number = 14,
	.scenario_path = (char *)"lessons/14-deadlock/philosophers.lua", .source = (char *)stage_source,
	.source_length = sizeof stage_source - 1, .tempo = 250000, .steps = &stage_zh_step, .step_count = 1,
};

/* Judge the world, and tell the timeline, as the screen does. */
TELLS void stage_judge(struct stage *stage)
{
	verdict_finish(&stage->verdict);
	verdict_judge(stage->world, &stage->verdict);
	timeline_judge(&stage->timeline, &stage->verdict, stage->world->time);
}

/* The event told last goes to the timeline and into the history. */
TELLS void stage_saw(struct stage *stage, const char *line, enum ink ink)
{
	timeline_apply(&stage->timeline, stage->world, &told);
	if (line)
		history_add(&stage->history, told.time, ink, line);
}

TELLS struct stage *stage_open(const char *language)
{
	struct stage *stage = calloc(1, sizeof *stage);
	bool zh = language[0] == 'z';

	stage->world = world_create();
	timeline_init(&stage->timeline);
	memset(stage->choices, -1, sizeof stage->choices);
	stage->scene = (struct scene){
		.run = RUN_LIVE,
		.world = stage->world,
		.verdict = &stage->verdict,
		.timeline = &stage->timeline,
		.history = &stage->history,
		.kernel = &stage->kernel,
		.tempo = "1.0x",
		.unhurried = true,
		.lesson = zh ? &stage_zh : &stage_en,
		.choices = stage->choices,
		.pane = PANEL_GRAPH,
	};
	for (int panel = 0; panel < PANELS_ALL; panel++)
		stage->scene.scroll[panel] = 0;
	stage->scene.scroll[PANEL_TIMELINE] = stage->scene.scroll[PANEL_EVENTS] =
		stage->scene.scroll[PANEL_SOURCE] = SCROLL_FOLLOW;
	tr_language(language);
	told_step = 1000000;
	return stage;
}

TELLS void stage_close(struct stage *stage)
{
	verdict_finish(&stage->verdict);
	timeline_finish(&stage->timeline);
	history_finish(&stage->history);
	kernel_clear(&stage->kernel);
	world_destroy(stage->world);
	free(stage);
}

/* Five philosophers with a fork each, all waiting since about t=3s; now it is 5.45s. */
TELLS struct stage *stage_philosophers(const char *language)
{
	struct stage *stage = stage_open(language);
	struct world *world = stage->world;
	char name[TRACE_TEXT_MAX + 1], line[64]; /* so long that gcc does not warn of told_text */

	born(world, "main", -1);
	stage_saw(stage, "main was born", INK_PLAIN);
	for (uint32_t i = 0; i < 5; i++) {
		snprintf(name, sizeof name, "fork%u", i);
		made_lock(world, name);
	}
	told_step = 100000000;
	for (uint32_t i = 1; i <= 5; i++) {
		snprintf(name, sizeof name, "P%u", i);
		at_line = 0;
		born(world, name, 0);
		stage_saw(stage, NULL, INK_PLAIN);
		at_line = 12;
		sleeps(world, i, 300000000);
		stage_saw(stage, NULL, INK_PLAIN);
	}
	made_queue(world, "plates", 3);
	put(world, 1, 7 + 5, "7");
	at_line = 21;
	joins(world, 0, 1);
	stage_saw(stage, "main waits for the end of P1", INK_PLAIN);
	for (uint32_t i = 1; i <= 5; i++) {
		at_line = 13;
		did(world, i, 1 + i, LOCK_ACQUIRE);
		snprintf(line, sizeof line, "P%u took fork%u", i, i - 1);
		stage_saw(stage, line, INK_PLAIN);
	}
	told_step = 200000000;
	for (uint32_t i = 1; i <= 5; i++) {
		at_line = 14;
		waits(world, i, 2 + i % 5, LOCK_ACQUIRE);
		snprintf(line, sizeof line, "P%u waits for fork%u", i, i % 5);
		stage_saw(stage, line, INK_WAIT);
	}
	stage_judge(stage);
	history_add(&stage->history, world->time, INK_STUCK, "deadlock: P1 > P2 > P3 > P4 > P5 > P1");
	stage->scene.now = world->time + 2450000000;
	stage->scene.selected = 1;
	stage->scene.knob_count = 1;
	stage->scene.knobs[0] =
		(struct scene_knob){.name = "philosophers", .value = 5, .next = 5, .min = 2, .max = 12};
	return stage;
}

#endif
