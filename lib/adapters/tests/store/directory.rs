//! Groups, opt-outs, imports and exports.

use adapters::testing::TestTable;
use app::ports::{DirectoryLock, ExportStore, GroupStore, ImportStore, OptOutStore, Replacement};
use domain::group::{Group, GroupKind, GroupName, GroupRule};
use domain::import::{Export, Import, Lease};
use domain::opt_out::{OptOut, OptOutReason};
use domain::{ExportId, GroupId, ImportId, OptOutId};

use crate::samples::{attempt, contact, noon, seconds_later, staff};

fn group(number: u32, kind: GroupKind) -> Group {
    Group {
        id: GroupId::new(noon(), number.into()),
        name: GroupName::parse(&format!("Group {number}")).expect("a name"),
        kind,
        created_at: noon(),
        updated_at: noon(),
        version: 1,
    }
}

#[tokio::test]
async fn groups_are_read_as_they_were_written_and_replaced_by_version() {
    let store = TestTable::start().await.store;
    let rule = GroupRule {
        cities: vec!["Dallas".into()],
        birthday_months: vec![2],
        ..GroupRule::default()
    };
    let groups = [
        group(1, GroupKind::Static),
        group(2, GroupKind::Rule { rule }),
    ];
    for group in &groups {
        store.create_group(group).await.expect("created");
    }
    assert_eq!(store.list_groups().await.expect("read"), groups);
    assert_eq!(
        store.get_group(groups[1].id).await.expect("read"),
        Some(groups[1].clone())
    );
    let renamed = Group {
        name: GroupName::parse("Choir").expect("a name"),
        version: 2,
        ..groups[0].clone()
    };
    for (read, expected) in [
        (9, Replacement::Stale),
        (1, Replacement::Done),
        (1, Replacement::Done),
    ] {
        assert_eq!(
            store.replace_group(&renamed, read).await.expect("answered"),
            expected
        );
    }
    assert!(store.delete_group(renamed.id).await.expect("answered"));
    assert!(!store.delete_group(renamed.id).await.expect("answered"));
    assert_eq!(
        store.replace_group(&renamed, 2).await.expect("answered"),
        Replacement::Missing
    );
}

#[tokio::test]
async fn an_opt_out_is_kept_by_number() {
    let store = TestTable::start().await.store;
    let phone = |number| contact(number).details.phone;
    let opt_out = |opted_out| {
        OptOut::by_staff(
            phone(1),
            opted_out,
            noon(),
            staff(),
            OptOutReason::parse("asked").expect("a reason"),
        )
    };
    assert_eq!(store.get_opt_out(&phone(1)).await.expect("read"), None);
    for opted_out in [true, false] {
        let id = OptOutId::new(noon(), u128::from(opted_out));
        store
            .put_opt_out(id, &opt_out(opted_out))
            .await
            .expect("noted");
        assert_eq!(
            store.get_opt_out(&phone(1)).await.expect("read"),
            Some(opt_out(opted_out))
        );
    }
    let found = store
        .get_opt_outs(&[phone(1), phone(2), phone(1)])
        .await
        .expect("read");
    assert_eq!(found, [opt_out(false)]);
}

#[tokio::test]
async fn imports_are_replaced_by_version_and_listed_newest_first() {
    let store = TestTable::start().await.store;
    let import = |number: u32| {
        let id = ImportId::new(seconds_later(number.into()), number.into());
        Import::new(id, "members.csv".into(), 10, staff(), noon())
    };
    for number in 1..=3 {
        store.create_import(&import(number)).await.expect("created");
    }
    assert_eq!(
        store.get_import(import(2).id).await.expect("read"),
        Some(import(2))
    );
    let page = store.list_imports(None, 2).await.expect("a page");
    assert_eq!(page.items, [import(3), import(2)]);
    let page = store.list_imports(page.next, 2).await.expect("a page");
    assert_eq!(page.items, [import(1)]);
    let next = import(1)
        .request_preview(None, seconds_later(9))
        .expect("allowed");
    for (read, expected) in [
        (2, Replacement::Stale),
        (1, Replacement::Done),
        (1, Replacement::Done),
    ] {
        assert_eq!(
            store.replace_import(&next, read).await.expect("answered"),
            expected
        );
    }
    assert_eq!(
        store.replace_import(&import(4), 1).await.expect("answered"),
        Replacement::Missing
    );
}

#[tokio::test]
async fn one_worker_at_a_time_may_change_the_whole_directory() {
    let store = TestTable::start().await.store;
    let id = ImportId::new(noon(), 1);
    let hold = |number, until, now| {
        let lease = Lease {
            attempt: attempt(number),
            until: seconds_later(until),
        };
        let store = store.clone();
        async move {
            store
                .hold_directory(id, lease, seconds_later(now))
                .await
                .expect("answered")
        }
    };
    assert!(hold(1, 100, 0).await);
    assert!(hold(1, 200, 1).await, "who has it may hold it longer");
    assert!(!hold(2, 300, 199).await);
    store
        .release_directory(attempt(2))
        .await
        .expect("nothing to give back");
    assert!(!hold(2, 300, 199).await);
    assert!(hold(2, 300, 200).await, "the lease ran out");
    store
        .release_directory(attempt(2))
        .await
        .expect("given back");
    assert!(hold(3, 400, 201).await);
}

#[tokio::test]
async fn an_export_is_replaced_by_version() {
    let store = TestTable::start().await.store;
    let export = Export::new(ExportId::new(noon(), 1), staff(), noon());
    store.create_export(&export).await.expect("created");
    let ready = export.ready(12);
    assert_eq!(
        store.replace_export(&ready, 1).await.expect("answered"),
        Replacement::Done
    );
    assert_eq!(
        store.get_export(export.id).await.expect("read"),
        Some(ready)
    );
}
