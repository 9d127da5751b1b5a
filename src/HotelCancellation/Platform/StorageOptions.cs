using System.ComponentModel.DataAnnotations;
using Azure.Data.Tables;
using Azure.Storage.Blobs;

namespace HotelCancellation.Platform;

/// <summary>Where blobs and tables are. Section <c>Storage</c>.</summary>
public sealed class StorageOptions : IValidatableObject
{
    /// <summary>The section's name.</summary>
    public const string Section = "Storage";

    /// <summary>The connection string of the local emulator.</summary>
    public const string Emulator = "UseDevelopmentStorage=true";

    private const string EmulatorAccount = "devstoreaccount1";

    /// <summary>A connection string; for the local emulator only, since a real account is reached by <see cref="AccountName"/> and an identity.</summary>
    /// <value>Default: the local emulator, unless <see cref="AccountName"/> is set.</value>
    public string? ConnectionString { get; set; }

    /// <summary>The name of a storage account that the process's identity may use.</summary>
    /// <value>Default: none.</value>
    [RegularExpression("^[a-z0-9]{3,24}$", ErrorMessage = "Storage:AccountName must be 3 to 24 lower-case letters and digits.")]
    public string? AccountName { get; set; }

    /// <summary>Stands before the name of every container and table, so that several systems can share an account.</summary>
    /// <value>Default: empty.</value>
    [RegularExpression("^([a-z][a-z0-9]{0,19})?$", ErrorMessage = "Storage:Prefix must be at most 20 lower-case letters and digits and begin with a letter.")]
    public string Prefix { get; set; } = "";

    /// <summary>How long one request to storage may take.</summary>
    /// <value>Default: 10 seconds.</value>
    [Range(1, 300, ErrorMessage = "Storage:TimeoutSeconds must be 1 to 300.")]
    public int TimeoutSeconds { get; set; } = 10;

    /// <summary>How often a failed request is tried again.</summary>
    /// <value>Default: 3.</value>
    [Range(0, 10, ErrorMessage = "Storage:MaxRetries must be 0 to 10.")]
    public int MaxRetries { get; set; } = 3;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!string.IsNullOrEmpty(ConnectionString) && !string.IsNullOrEmpty(AccountName))
        {
            yield return new ValidationResult("Storage:ConnectionString and Storage:AccountName are both set; set one.");
        }

        // Its value is a secret and is not repeated.
        if (!string.IsNullOrEmpty(ConnectionString) && Fault(ConnectionString) is { } fault)
        {
            yield return new ValidationResult(fault);
        }
    }

    private static string? Fault(string text)
    {
        try
        {
            var blobs = new BlobServiceClient(text);
            var tables = new TableServiceClient(text);

            // The emulator's account has a key that everybody knows; what else is on this machine is an emulator by another name.
            return blobs.AccountName == EmulatorAccount || (blobs.Uri.IsLoopback && tables.Uri.IsLoopback) ? null
                : $"Storage:ConnectionString is for the local emulator only; reach the account '{blobs.AccountName}' by Storage:AccountName and an identity that may use it.";
        }
        catch (Exception e) when (e is FormatException or ArgumentException or KeyNotFoundException or InvalidOperationException)
        {
            return "Storage:ConnectionString is not the connection string of a storage account.";
        }
    }
}
