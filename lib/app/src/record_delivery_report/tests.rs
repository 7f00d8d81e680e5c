use domain::MessageStatus;
use domain::opt_out::OptOutSource;

use super::*;
use crate::fakes::{Fault, World};
use crate::plan_broadcast::tests::planned_broadcast;
use crate::ports::OptOutStore;
use crate::record_opt_out::tests::record;

fn use_case(world: &Arc<World>) -> RecordDeliveryReport {
    RecordDeliveryReport {
        messages: world.clone(),
        record_opt_out: record(world),
        clock: world.clone(),
    }
}

/// A text that went out, and the report that its reader has stopped our texts.
async fn stopped_at_the_carrier() -> (Arc<World>, DeliveryReport) {
    let world = Arc::new(World::with_contacts(1));
    planned_broadcast(&world).await;
    let id = world.messages()[0].id;
    let report = DeliveryReport {
        message_id: id,
        twilio_sid: "SM1".into(),
        status: CarrierStatus::Failed,
        unknown_status: None,
        failure: Some(Failure::new(
            "21610",
            FailureKind::OptedOut,
            "They asked to stop.",
        )),
    };
    let accepted = MessageUpdate::new(Transition::Report(CarrierStatus::Accepted), world.now());
    world
        .transition_message(id, &accepted)
        .await
        .expect("accepted");
    (world, report)
}

#[tokio::test]
async fn an_opt_out_that_the_carrier_reports_is_noted_whatever_fails_before() {
    for fault in [Fault::Before, Fault::After] {
        for effect in 1..=3 {
            let (world, report) = stopped_at_the_carrier().await;
            world.fail(effect, fault);
            let first = use_case(&world).run(report.clone()).await;
            assert!(first.is_err(), "{fault:?} {effect}");
            use_case(&world).run(report).await.expect("recorded");
            let phone = world.contacts()[0].details.phone.clone();
            let noted = world.get_opt_out(&phone).await.expect("read");
            let noted = noted.expect("an opt-out");
            assert!(noted.opted_out, "{fault:?} {effect}");
            assert_eq!(noted.source, OptOutSource::Carrier);
            assert!(
                world.contacts()[0].opted_out_at.is_some(),
                "{fault:?} {effect}"
            );
            assert_eq!(world.opt_out_history.lock().expect("a lock").len(), 1);
            assert_eq!(world.statuses()[&MessageStatus::Failed], 1);
        }
    }
}

#[tokio::test]
async fn another_failure_is_held_against_nobody() {
    let (world, report) = stopped_at_the_carrier().await;
    let failure = Failure::new("30003", FailureKind::MayPass, "The phone was off.");
    let report = DeliveryReport {
        failure: Some(failure),
        ..report
    };
    use_case(&world).run(report).await.expect("recorded");
    assert!(world.contacts()[0].opted_out_at.is_none());
    assert!(world.contacts()[0].unreachable.is_none());
}

#[tokio::test]
async fn a_number_that_the_carrier_finds_wanting_is_marked_whatever_fails_before() {
    for fault in [Fault::Before, Fault::After] {
        for effect in 1..=2 {
            let (world, report) = stopped_at_the_carrier().await;
            let report = DeliveryReport {
                status: CarrierStatus::Undelivered,
                failure: Some(Failure::new("30006", FailureKind::Landline, "A landline.")),
                ..report
            };
            world.fail(effect, fault);
            let first = use_case(&world).run(report.clone()).await;
            assert!(first.is_err(), "{fault:?} {effect}");
            use_case(&world).run(report).await.expect("recorded");
            let person = &world.contacts()[0];
            let marked = person.unreachable.as_ref().map(|fault| fault.code.as_str());
            assert_eq!(marked, Some("30006"), "{fault:?} {effect}");
            assert!(person.opted_out_at.is_none());
            assert_eq!(world.changes(person.id).len(), 1, "{fault:?} {effect}");
        }
    }
}

#[tokio::test]
async fn that_the_carrier_has_it_is_not_written_down_a_second_time() {
    let (world, report) = stopped_at_the_carrier().await;
    // Whatever is written now fails.
    world.fail(1, Fault::Before);
    let report = DeliveryReport {
        status: CarrierStatus::Accepted,
        failure: None,
        ..report
    };
    use_case(&world)
        .run(report)
        .await
        .expect("nothing to write");
    assert!(!world.recover(), "something was written");
}
