//! The money of a month: no sequence of calls, however many at once, sets aside more than the cap (I11).

use adapters::testing::TestTable;
use app::ports::{BudgetStore, MoneyDecision, MoneyReservation};
use domain::MicroDollars;
use domain::money::YearMonth;
use futures::future::join_all;

use crate::samples::broadcast_id;

fn november() -> YearMonth {
    YearMonth::parse("2026-11").expect("a month")
}

fn reservation(number: u32, micros: i64) -> MoneyReservation {
    MoneyReservation {
        expense: broadcast_id(number).into(),
        month: november(),
        amount: MicroDollars::new(micros),
        spent: None,
    }
}

#[tokio::test]
async fn fifty_workers_at_once_never_set_aside_more_than_the_cap() {
    let store = TestTable::start().await.store;
    let cap = Some(MicroDollars::new(1_000));
    let first = store.reserve_money(&reservation(0, 700), cap).await;
    let reserved = MoneyDecision::Reserved(MicroDollars::new(700));
    assert_eq!(first.expect("answered"), reserved);
    let workers = (1..=50).map(|number| {
        let store = store.clone();
        async move {
            let wanted = reservation(number, 100);
            // Two writes of one item at once are refused without a decision, and the queue message comes back.
            loop {
                if let Ok(decision) = store.reserve_money(&wanted, cap).await {
                    return decision;
                }
            }
        }
    });
    let decisions = join_all(workers).await;
    let reserved = decisions
        .iter()
        .filter(|decision| **decision == MoneyDecision::Reserved(MicroDollars::new(100)))
        .count();
    assert_eq!(reserved, 3, "{decisions:?}");
    assert!(decisions.iter().all(|decision| match decision {
        MoneyDecision::Reserved(amount) => amount.micros() == 100,
        MoneyDecision::OverCap(used) => used.micros() == 1_000,
    }));
    let budget = store.get_budget(november()).await.expect("read");
    assert_eq!(budget.reserved, MicroDollars::new(1_000));
    assert_eq!(budget.spent, MicroDollars::ZERO);
    // What does not fit leaves no trace.
    let mut kept = 0;
    for number in 0..=50 {
        let found = store
            .get_money_reservation(broadcast_id(number).into())
            .await;
        kept += usize::from(found.expect("read").is_some());
    }
    assert_eq!(kept, 4);
}

#[tokio::test]
async fn money_is_set_aside_for_a_broadcast_once() {
    let store = TestTable::start().await.store;
    let cap = Some(MicroDollars::new(500));
    let reserved = MoneyDecision::Reserved(MicroDollars::new(400));
    for wanted in [400, 400, 300] {
        let decision = store.reserve_money(&reservation(1, wanted), cap).await;
        assert_eq!(decision.expect("answered"), reserved, "{wanted}");
    }
    let budget = store.get_budget(november()).await.expect("read");
    assert_eq!(budget.reserved, MicroDollars::new(400));
    let kept = store.get_money_reservation(broadcast_id(1).into()).await;
    assert_eq!(kept.expect("read"), Some(reservation(1, 400)));
}

#[tokio::test]
async fn what_costs_more_than_the_cap_is_refused_in_a_month_without_any_spending() {
    let store = TestTable::start().await.store;
    let cap = Some(MicroDollars::new(500));
    let decision = store.reserve_money(&reservation(1, 501), cap).await;
    let refused = MoneyDecision::OverCap(MicroDollars::ZERO);
    assert_eq!(decision.expect("answered"), refused);
    let exact = store.reserve_money(&reservation(1, 500), cap).await;
    let reserved = MoneyDecision::Reserved(MicroDollars::new(500));
    assert_eq!(exact.expect("answered"), reserved);
    let unlimited = store.reserve_money(&reservation(2, 9_000), None).await;
    let reserved = MoneyDecision::Reserved(MicroDollars::new(9_000));
    assert_eq!(unlimited.expect("answered"), reserved);
}

#[tokio::test]
async fn what_a_broadcast_really_cost_is_settled_once_and_the_rest_is_free_again() {
    let store = TestTable::start().await.store;
    let cap = Some(MicroDollars::new(500));
    let settle = |number, micros| {
        let store = store.clone();
        async move {
            let spent = MicroDollars::new(micros);
            let settled = store.settle_money(broadcast_id(number).into(), spent).await;
            settled.expect("answered")
        }
    };
    assert!(!settle(1, 10).await, "there is nothing to settle");
    store
        .reserve_money(&reservation(1, 400), cap)
        .await
        .expect("answered");
    assert!(settle(1, 150).await);
    assert!(!settle(1, 90).await);
    let budget = store.get_budget(november()).await.expect("read");
    let (reserved, spent) = (budget.reserved.micros(), budget.spent.micros());
    assert_eq!((reserved, spent), (0, 150));
    let kept = store
        .get_money_reservation(broadcast_id(1).into())
        .await
        .expect("read");
    assert_eq!(
        kept.and_then(|kept| kept.spent),
        Some(MicroDollars::new(150))
    );
    let rest = store.reserve_money(&reservation(2, 350), cap).await;
    let reserved = MoneyDecision::Reserved(MicroDollars::new(350));
    assert_eq!(rest.expect("answered"), reserved);
    let more = store.reserve_money(&reservation(3, 1), cap).await;
    let refused = MoneyDecision::OverCap(MicroDollars::new(500));
    assert_eq!(more.expect("answered"), refused);
}
