"""Names of EWS operations, and of the exceptions of the mailbox store below it.

Source of the operations: learn.microsoft.com/exchange/client-developer/web-service-reference.
"""

from __future__ import annotations

OPERATIONS = frozenset(
    """
    AddDelegate AddDistributionGroupToImList AddImContactToGroup AddImGroup AddNewImContactToGroup
    AddNewTelUriContactToGroup ApplyConversationAction ArchiveItem ConvertId CopyFolder CopyItem
    CreateAttachment CreateFolder CreateFolderPath CreateItem CreateManagedFolder CreateUserConfiguration
    DeleteAttachment DeleteFolder DeleteItem DeleteUserConfiguration DisableApp EmptyFolder ExpandDL
    ExportItems FindConversation FindFolder FindItem FindMailboxStatisticsByKeywords FindMessageTrackingReport
    FindPeople GetAppManifests GetAppMarketplaceUrl GetAttachment GetClientAccessToken GetClientExtension
    GetConversationItems GetDelegate GetDiscoverySearchConfiguration GetDomainSettings
    GetEncryptionConfiguration GetEvents GetFolder GetHoldOnMailboxes GetImItemList GetImItems GetInboxRules
    GetItem GetMailTips GetMessageTrackingReport GetNonIndexableItemDetails GetNonIndexableItemStatistics
    GetPasswordExpirationDate GetPersona GetPhoneCallInformation GetReminders GetRoomLists GetRooms
    GetSearchableMailboxes GetServerTimeZones GetServiceConfiguration GetSharingFolder GetSharingMetadata
    GetStreamingEvents GetUserAvailability GetUserConfiguration GetUserOofSettings GetUserPhoto
    GetUserRetentionPolicyTags GetUserSettings InstallApp MarkAllItemsAsRead MarkAsJunk MoveFolder MoveItem
    PerformReminderAction PlayOnPhone RefreshSharingFolder RemoveContactFromImList RemoveDelegate
    RemoveDistributionGroupFromImList RemoveImContactFromGroup RemoveImGroup ResolveNames SearchMailboxes
    SendItem SetClientExtension SetEncryptionConfiguration SetHoldOnMailboxes SetImGroup
    SetImListMigrationCompleted SetUserOofSettings Subscribe SyncFolderHierarchy SyncFolderItems UninstallApp
    Unsubscribe UpdateDelegate UpdateFolder UpdateGroupMailbox UpdateInboxRules UpdateItem
    UpdateItemInRecoverableItems UpdateUserConfiguration UploadItems
    """.split()
)

FAULT = 500
"""The status that a SOAP fault comes with (SOAP 1.1, section 6.2)."""

SAYS_NOTHING = "ErrorInternalServerError"
"""A code that only says that something failed; what failed stands beneath it, where it is told at all."""

MAPI = {
    "ADUnavailable": "ErrorADUnavailable",
    "BackupInProgress": "ErrorServerBusy",
    "CorruptData": "ErrorCorruptData",
    "MaxObjsExceeded": "ErrorTooManyObjectsOpened",
    "MaxThreadsPerMdbExceeded": "ErrorServerBusy",
    "NoAccess": "ErrorAccessDenied",
    "NotFound": "ErrorItemNotFound",
    "RpcServerTooBusy": "ErrorServerBusy",
    "SessionLimit": "ErrorTooManyObjectsOpened",
    "Timeout": "ErrorTimeoutExpired",
}
"""What an exception of the mailbox store (`MapiExceptionNoAccess: Unable to open …`) is as a response code.

Those that mean more than their code have a place in the rule of it. Source: names in the event log of Exchange and in
learn.microsoft.com/exchange/troubleshoot.
"""
