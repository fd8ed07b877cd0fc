#include "export/export.h"

#include <string.h>

extern const struct export_format export_perfetto, export_dot, export_svg, export_json;

const struct export_format *const export_formats[] = {
	&export_perfetto, &export_dot, &export_svg, &export_json, NULL,
};

const char *export_name(size_t i)
{
	return export_formats[i] ? export_formats[i]->name : NULL;
}

const struct export_format *export_find(const char *name)
{
	for (const struct export_format *const *format = export_formats; *format; format++)
		if (strcmp((*format)->name, name) == 0)
			return *format;
	return NULL;
}
