using System.Collections.Frozen;

namespace HotelCancellation.Platform.Access;

/// <summary>A key that callers of the API hold. The secret itself is kept nowhere.</summary>
public sealed record ApiKey
{
    /// <summary>The public part of the key's text; names the key in logs and lists.</summary>
    public required string Id { get; init; }

    /// <summary>Whose key it is, in words.</summary>
    public required string Name { get; init; }

    /// <summary>SHA-256 of the secret's text.</summary>
    public required ReadOnlyMemory<byte> SecretHash { get; init; }

    /// <summary>What its holder may do.</summary>
    public required ApiRoles Roles { get; init; }

    /// <summary>The properties whose bookings its holder may send, compared ordinally; null where it may send any.</summary>
    public FrozenSet<string>? Properties { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>From when on it is refused, or null.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>When it was revoked, or null.</summary>
    public DateTimeOffset? Revoked { get; init; }

    /// <summary>Whether its holder may send bookings of the property.</summary>
    public bool Allows(string propertyId) => Properties is null || Properties.Contains(propertyId);
}

/// <summary>What a new key shall be.</summary>
public sealed record ApiKeyRequest
{
    /// <summary>Whose key it is, in words; 1 to 100 characters.</summary>
    public required string Name { get; init; }

    /// <summary>What its holder may do; at least one role.</summary>
    public required ApiRoles Roles { get; init; }

    /// <summary>The properties it is bound to; null or empty where it is bound to none.</summary>
    public IReadOnlyCollection<string>? Properties { get; init; }

    /// <summary>From when on it is refused, or null.</summary>
    public DateTimeOffset? Expires { get; init; }
}

/// <summary>A key just made.</summary>
/// <param name="Key">The key as it is kept.</param>
/// <param name="Text">The text its holder sends. It cannot be had again.</param>
public sealed record NewApiKey(ApiKey Key, string Text);
