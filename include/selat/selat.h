/* Everything: one include for users of the library. */
#ifndef SELAT_SELAT_H
#define SELAT_SELAT_H

#include "selat/accord.h"
#include "selat/backtest.h"
#include "selat/baseline.h"
#include "selat/context.h"
#include "selat/dataset.h"
#include "selat/draws.h"
#include "selat/footprint.h"
#include "selat/labels.h"
#include "selat/lanes.h"
#include "selat/lanes_data.h"
#include "selat/lanes_effect.h"
#include "selat/leontief.h"
#include "selat/nash.h"
#include "selat/oecd.h"
#include "selat/option.h"
#include "selat/origin.h"
#include "selat/panel.h"
#include "selat/party_lanes.h"
#include "selat/report.h"
#include "selat/run.h"
#include "selat/run_load.h"
#include "selat/schedule.h"
#include "selat/sea.h"
#include "selat/table.h"
#include "selat/trade.h"
#include "selat/trade_case.h"
#include "selat/welfare.h"

#endif
