//! Every command of the window, one line of work each, one file for a screen. Listed in `commands.txt`, granted
//! in `capabilities/`, typed for the window in `ui/src/backend/bindings.ts`.
//!
//! All of them run off the main thread, so that a window never waits for a password or a disk.

mod backup;
mod card;
mod desk;
mod exchange;
mod expected;
mod intake;
mod join;
mod journal;
mod legacy;
mod notice;
mod order;
mod otp;
mod paper;
mod patient;
mod printing;
mod reading;
mod ready_folder;
mod services;
mod setup;
mod signin;
mod staff;
mod today;

use serde::Serialize;
use serde::de::DeserializeOwned;
use tirkeu_core::command::{
    self, BackupForm, Command, EnrolForm, ExchangeForm, ImportForm, LegacyForm, NoticesPageForm,
    OfficeForm, OrdersForm, PageForm, PaperForm, SetupForm, TrailForm,
};
use tirkeu_core::domain::consent::screen::Act;
use tirkeu_core::domain::notice::channel::ChannelForm;
use tirkeu_core::domain::patient::PatientForm;
use tirkeu_core::domain::print::PrintersForm;
use tirkeu_core::id::{Hash, Id};

use crate::answer::{Answer, bad_request};

/// The commands with their types.
pub fn builder() -> tauri_specta::Builder<tauri::Wry> {
    tauri_specta::Builder::<tauri::Wry>::new()
        .error_handling(tauri_specta::ErrorHandlingMode::Throw)
        .commands(tauri_specta::collect_commands![
            desk::desk_state,
            desk::set_language,
            desk::data_list,
            desk::director,
            setup::setup_saved,
            setup::setup_keep,
            setup::setup,
            setup::kit_show,
            setup::kit_save,
            setup::kit_accept,
            setup::kit_confirm,
            setup::kit_replace,
            setup::policy_template,
            reading::policies,
            reading::documents,
            reading::document_template,
            reading::differences,
            reading::register,
            signin::release_reserve,
            signin::sign_in,
            signin::cover,
            signin::come_back,
            signin::join,
            signin::set_pin,
            staff::staff,
            staff::staff_add,
            staff::staff_code,
            staff::staff_remove,
            staff::staff_rekey,
            staff::redeem,
            desk::lock,
            desk::active,
            signin::recover,
            signin::ceremony_verify,
            signin::ceremony_continue,
            intake::execute,
            intake::check_intake,
            intake::iin_check,
            intake::list_open,
            intake::search,
            intake::list_rested,
            card::card_open,
            card::card_refresh,
            card::card_edit,
            card::card_reveal,
            expected::expected_list,
            expected::expected_take,
            expected::expected_open,
            expected::expected_check,
            expected::expected_import,
            legacy::legacy_open,
            legacy::legacy_check,
            legacy::legacy_rows,
            legacy::legacy_import,
            legacy::legacy_save,
            services::services_view,
            services::services_open,
            services::services_check,
            services::services_import,
            services::services_save,
            order::orders_list,
            order::order_open,
            order::orders_last,
            order::paper_sets,
            order::orders_basket,
            order::ready_open,
            order::ready_check,
            order::ready_mark,
            order::ready_save,
            ready_folder::ready_folder_get,
            ready_folder::ready_folder_set,
            ready_folder::ready_folder_pick,
            ready_folder::ready_folder_view,
            ready_folder::ready_folder_open,
            notice::notices_list,
            notice::notices_of_order,
            notice::notices_set,
            notice::notices_channel,
            notice::notices_check,
            notice::notices_length,
            notice::notices_take_over,
            otp::otp_phone_send,
            otp::otp_consent_to,
            otp::otp_consent_send,
            otp::otp_read,
            intake::consent_page,
            intake::consent_family,
            paper::paper_preview,
            paper::paper_save,
            paper::office_preview,
            paper::office_save,
            paper::office_print,
            desk::verify,
            journal::check_begin,
            journal::check_state,
            journal::check_stop,
            journal::journal_page,
            journal::journal_entry,
            journal::journal_export,
            journal::sheet_compare,
            today::today_view,
            today::today_count,
            intake::draft_keep,
            intake::draft_park,
            intake::shift_open,
            intake::draft_open,
            intake::draft_take,
            intake::draft_drop,
            paper::pick_save_path,
            printing::printers_view,
            printing::printers_save,
            printing::printer_test,
            printing::paper_print,
            printing::print_saved,
            printing::unprinted,
            printing::print_again,
            printing::print_drop,
            backup::backup_view,
            backup::backup_set,
            backup::backup_key,
            backup::backup_pick,
            backup::backup_now,
            backup::backup_progress,
            backup::backup_stop,
            backup::restore_pick,
            backup::restore_begin,
            exchange::exchange_view,
            exchange::exchange_set,
            exchange::exchange_pick,
            exchange::exchange_now,
            exchange::exchange_outcome,
            exchange::bundle_save,
            exchange::bundle_take,
            exchange::bundle_dropped,
            exchange::desk_enrol,
            exchange::desk_stop,
            join::join_waiting,
            join::join_request,
            join::join_save,
            join::join_drop,
            join::join_pick,
            join::join_begin,
            join::enrol_pick,
            join::introduction,
            join::introduction_pick,
            join::introduction_save,
            join::introduce,
            exchange::questions,
            exchange::question_field,
            exchange::question_pair,
            patient::patient_open,
            patient::patient_show,
            patient::patient_state,
            patient::patient_stop,
            patient::patient_page,
            patient::patient_policy,
            patient::patient_act,
        ])
        .typ::<Command>()
        .typ::<SetupForm>()
        .typ::<PageForm>()
        .typ::<PaperForm>()
        .typ::<OfficeForm>()
        .typ::<ImportForm>()
        .typ::<LegacyForm>()
        .typ::<OrdersForm>()
        .typ::<NoticesPageForm>()
        .typ::<ChannelForm>()
        .typ::<TrailForm>()
        .typ::<BackupForm>()
        .typ::<EnrolForm>()
        .typ::<ExchangeForm>()
        .typ::<PrintersForm>()
        .typ::<PatientForm>()
        .typ::<Act>()
}

fn read<T: DeserializeOwned + Serialize>(json: &str) -> Answer<T> {
    command::read(json.as_bytes()).ok_or_else(bad_request)
}

fn id(text: &str) -> Answer<Id> {
    Id::parse(text).ok_or_else(bad_request)
}

fn ids(texts: &[String]) -> Answer<Vec<Id>> {
    texts.iter().map(|text| id(text)).collect()
}

fn hash(text: Option<&String>) -> Answer<Option<Hash>> {
    text.map(|text| Hash::parse(text).ok_or_else(bad_request))
        .transpose()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const MAIN: &str = include_str!("../../capabilities/main.json");
    const PATIENT: &str = include_str!("../../capabilities/patient.json");

    fn capability(file: &str) -> serde_json::Value {
        serde_json::from_str(file).unwrap()
    }

    fn permissions(file: &str) -> Vec<String> {
        serde_json::from_value(capability(file)["permissions"].clone()).unwrap()
    }

    #[test]
    fn the_patients_window_reads_its_page_and_answers_and_nothing_else() {
        assert_eq!(
            permissions(PATIENT),
            [
                "allow-patient-page",
                "allow-patient-policy",
                "allow-patient-act"
            ],
            "no event, no window, no command of the desk"
        );
        for (file, label) in [(MAIN, "main"), (PATIENT, "patient")] {
            assert_eq!(capability(file)["windows"], serde_json::json!([label]));
        }
        let config: serde_json::Value =
            serde_json::from_str(include_str!("../../tauri.conf.json")).unwrap();
        assert_eq!(
            config["app"]["security"]["capabilities"],
            serde_json::json!(["main", "patient"])
        );
    }

    const BINDINGS: &str = "../ui/src/backend/bindings.ts";

    fn generated() -> String {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("bindings.ts");
        builder()
            .export(specta_typescript::Typescript::default(), &file)
            .unwrap();
        std::fs::read_to_string(file).unwrap()
    }

    #[test]
    fn the_bindings_of_the_window_are_current() {
        let text = generated();
        if std::env::var_os("TIRKEU_BLESS").is_some() {
            std::fs::write(BINDINGS, &text).unwrap();
        }
        assert_eq!(
            std::fs::read_to_string(BINDINGS).unwrap(),
            text,
            "run `make fix` to write them anew"
        );
    }

    #[test]
    fn every_command_is_declared_and_granted() {
        let declared: Vec<&str> = include_str!("../../commands.txt").lines().collect();
        let bindings = generated();
        for command in &declared {
            let permission = format!("allow-{}", command.replace('_', "-"));
            let holders: Vec<&str> = [MAIN, PATIENT]
                .into_iter()
                .filter(|file| permissions(file).contains(&permission))
                .collect();
            assert_eq!(holders.len(), 1, "{command} belongs to one window");
            assert!(
                bindings.contains(&format!("\"{command}\"")),
                "{command} is not a command"
            );
        }
        assert_eq!(
            bindings.matches("__TAURI_INVOKE").count() - 1,
            declared.len(),
            "every command is declared"
        );
    }
}
